//! Arguments of `clavata config`: none. Its help describes the config file.

use clap::Args;

#[derive(Args)]
#[command(after_help = CONFIG_HELP)]
pub(crate) struct ConfigArguments {}

const CONFIG_HELP: &str = "\
The config file is $XDG_CONFIG_HOME/clavata/config.toml, usually ~/.config/clavata/config.toml; on Windows, \
%APPDATA%\\clavata\\config.toml. CLAVATA_CONFIG names another file. The profile is chosen by --profile, \
CLAVATA_PROFILE or default_profile; otherwise it is `default`, if it exists. All keys are optional:

  default_profile = \"work\"

  [profiles.work]
  base_url = \"https://gateway.example.com:8443\"
  key_command = [\"secret-tool\", \"lookup\", \"service\", \"clavata\"]
  format = \"jsonl\"
  threshold = 0.7
  policies = { images = \"33333333-3333-4333-8333-333333333333\" }

Options override the environment, and the environment overrides the profile. The key is the first line that \
key_command prints. The command is run without a shell, and only if CLAVATA_API_KEY is not set. Other examples \
are [\"pass\", \"show\", \"clavata\"] and, on macOS, [\"security\", \"find-generic-password\", \"-s\", \"clavata\", \"-w\"]. \
`key = \"…\"` is accepted instead only on Unix, and only if no other user can read the file (chmod 600).

Examples:
  clavata config --profile work
  clavata evaluate --policy images --image photo.png";
