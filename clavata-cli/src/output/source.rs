//! Where the value that is being read comes from.

/// A file and a line in it, from 1. Nothing until it is set.
#[derive(Default)]
pub(super) struct Source(Option<(String, usize)>);

impl Source {
    pub(super) fn at(&mut self, file: &str, line: usize) {
        let (name, at) = self.0.get_or_insert_default();
        file.clone_into(name);
        *at = line;
    }

    pub(super) fn get(&self) -> Option<(&str, usize)> {
        self.0.as_ref().map(|(file, line)| (file.as_str(), *line))
    }
}
