//! Content: exactly one thing, checked before it is sent, and never shown.

use clavata_api_ext::Content;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

#[test]
fn content_is_exactly_one_thing_in_the_message() {
    let set = |content: Content| {
        let data = content.try_to_data().unwrap();
        [
            data.text.is_some(),
            data.image.is_some(),
            data.image_url.is_some(),
        ]
    };
    assert_eq!(set(Content::text("a fool")), [true, false, false]);
    assert_eq!(set(Content::image(PNG)), [false, true, false]);
    let url = Content::image_url("https://images.example.com/p.png");
    assert_eq!(set(url), [false, false, true]);
}

#[test]
fn an_image_goes_out_as_base64() {
    let bytes = bytes::Bytes::from_static(b"\xff\xd8\xff\xfb\xff");
    let data = Content::image(bytes).try_to_data().unwrap();
    assert_eq!(data.image.as_deref(), Some("/9j/+/8="));
}

#[test]
fn debug_shows_neither_content_nor_metadata() {
    let content = Content::text("you fool").with_metadata("user", "jane");
    let shown = format!("{content:?} {:?}", content.try_to_data().unwrap());
    for secret in ["fool", "jane", "user"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn what_cannot_be_judged_is_refused_with_a_reason_that_tells_no_content() {
    let why = |content: Content| content.check().unwrap_err().to_string();
    assert_eq!(why(Content::text("")), "the text is empty");
    assert_eq!(why(Content::image("")), "the image is empty");
    let ftp = why(Content::image_url("ftp://secret.example.com/p.png"));
    assert!(ftp.contains("scheme must be https or http"), "{ftp}");
    assert!(!ftp.contains("secret"), "{ftp}");
    let relative = why(Content::image_url("/p.png"));
    assert!(relative.contains("cannot be used"), "{relative}");
    let taken = why(Content::text("x").with_metadata("clavata.input", "7"));
    assert!(taken.contains("`clavata.input` is reserved"), "{taken}");
}

#[test]
fn the_checks_of_images_give_way_but_an_empty_one_is_never_sent() {
    let gif = Content::image("GIF89a");
    assert!(gif.check().is_err());
    assert!(gif.without_image_check().check().is_ok());
    let small = Content::image(PNG).with_image_limit(10);
    let error = small.check().unwrap_err().to_string();
    assert!(
        error.contains("18 bytes, more than the limit of 10"),
        "{error}"
    );
    assert!(small.with_image_limit(18).check().is_ok());
    assert!(Content::image("").without_image_check().check().is_err());
}

#[test]
fn a_text_above_one_mebibyte_is_sent() {
    let long = "a".repeat(1024 * 1024 + 1);
    let data = Content::text(long.clone()).try_to_data().unwrap();
    assert_eq!(data.text, Some(long));
}

#[tokio::test]
async fn a_gif_that_is_called_png_is_refused_by_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("holiday.png");
    std::fs::write(&path, b"GIF89a and so on").unwrap();
    let error = Content::image_file(&path).await.unwrap_err();
    assert!(error.is_invalid_content() && !error.is_not_built());
    let said = error.to_string();
    assert!(
        said.ends_with("holiday.png is a GIF: the gateway accepts PNG, JPEG and WebP"),
        "{said}"
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Content::image_file(folder.path().join("none.png")).await;
    let said = missing.unwrap_err().to_string();
    assert!(said.starts_with("cannot read the image"), "{said}");
    assert!(said.contains("none.png: No such file"), "{said}");
    let directory = Content::image_file(folder.path()).await.unwrap_err();
    assert!(directory.is_not_built() && !directory.is_invalid_content());
    assert!(directory.to_string().contains("cannot read the image"));
    let empty = folder.path().join("empty.png");
    std::fs::write(&empty, b"").unwrap();
    let said = Content::image_file(empty).await.unwrap_err().to_string();
    assert!(said.ends_with("empty.png is empty"), "{said}");
}

#[tokio::test]
async fn a_file_is_read_whole_up_to_the_limit_and_not_at_all_above_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.png");
    let mut bytes = PNG.to_vec();
    bytes.resize(20 * 1024 * 1024, 7);
    std::fs::write(&path, &bytes).unwrap();
    let whole = Content::image_file(&path).await.unwrap();
    assert_eq!(whole, Content::image(bytes));

    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_len(1 << 40).unwrap(); // sparse: reading it would take for ever
    let said = Content::image_file(&path).await.unwrap_err().to_string();
    assert!(
        said.contains("1099511627776 bytes, more than the limit of 20971520"),
        "{said}"
    );
}
