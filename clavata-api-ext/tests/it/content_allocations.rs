//! The memory that an image takes in a request.

use clavata_api_ext::Content;

#[test]
fn an_image_becomes_base64_in_one_allocation_of_exactly_its_length() {
    const SIZE: usize = 3 * 1024 * 1024;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(SIZE, 7);
    let content = Content::image(bytes);
    let copies = allocation_counter::measure(|| drop(content.clone()));
    assert!(copies.bytes_max < 100, "clones share the bytes");
    let made = allocation_counter::measure(|| drop(content.try_to_data().unwrap()));
    assert_eq!(made.bytes_max, (SIZE / 3 * 4) as u64);
}
