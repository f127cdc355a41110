//! `clavata completions` and `clavata man`: shell completions and the manual page.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::End;
use crate::output;

pub(super) fn completions(shell: Shell) -> Result<(), End> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "clavata", &mut script);
    print(&script)
}

/// Prints one page: the program, then each command.
pub(super) fn manual() -> Result<(), End> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for part in command
        .get_subcommands()
        .filter(|part| part.get_name() != "help")
    {
        let name = part.get_name().to_owned();
        let part = part.clone().bin_name(format!("clavata {name}"));
        writeln!(page, ".SH \"CLAVATA {}\"", name.to_uppercase())?;
        let part = clap_mangen::Man::new(part);
        part.render_description_section(&mut page)?;
        part.render_synopsis_section(&mut page)?;
        part.render_options_section(&mut page)?;
        part.render_extra_section(&mut page)?;
    }
    print(&page)
}

fn print(text: &[u8]) -> Result<(), End> {
    let mut out = output::stdout();
    out.write_all(text)?;
    Ok(out.flush()?)
}
