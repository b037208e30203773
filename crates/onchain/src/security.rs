//! Whom to tell about a weakness: in the bytecode of every program, where explorers look for it.

/// Puts a security.txt into the bytecode of the program `$name`. All programs share the one below:
/// a deployment writes its own source and contact here.
#[macro_export]
macro_rules! security_txt {
    ($name:literal) => {
        $crate::solana_security_txt::security_txt! {
            name: $name,
            project_url: "https://io.net",
            contacts: "link:https://io.net",
            policy: "Tell us in private and give us time to mend it before you tell others",
            source_code: "https://github.com/ionet-official"
        }
    };
}
