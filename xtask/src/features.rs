//! `cargo xtask features`: crates/features, by which one package and the whole workspace have the
//! same dependencies compiled.
//!
//! Cargo compiles a dependency with the features that the packages of one command ask for. `cargo
//! test -p io-tests` asks for fewer than `cargo test --workspace`, and would compile most of 470
//! crates a second time. So every package whose tests need many crates has io-features as a
//! dev-dependency, which asks for all that any member asks for. Programs, whose tests are in
//! tests/, have none: their IDL build compiles all that they depend on with flags of its own.

use {
    crate::workspace::root,
    anyhow::{bail, ensure, Context, Result},
    serde_json::Value,
    std::{
        collections::{BTreeMap, BTreeSet},
        fmt::Write as _,
        fs,
        process::Command,
    },
};

/// Features that no test asks for: what they alone bring is not compiled with the rest.
const OPT_IN: [&str; 2] = ["hardware-wallet", "geyser"];

/// What stands before the list in crates/features/Cargo.toml.
const MARK: &str = "# Written by `cargo xtask features`.\n";

/// A dependency of any member, with all that the members ask of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    features: BTreeSet<String>,
    with_default: bool,
}

/// Writes the list of dependencies, or with `check` fails if it is not the committed one.
pub fn run(check: bool) -> Result<()> {
    let path = root().join("crates/features/Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (head, rest) = text.split_once(MARK).context("crates/features/Cargo.toml has lost its mark")?;
    let tail = rest.split_once("\n[lints]").map_or("", |(_, tail)| tail);
    let new = format!("{head}{MARK}{}\n[lints]{tail}", render(&wanted(&metadata()?)?));
    if new == text {
        return Ok(());
    }
    if check {
        bail!(
            "crates/features does not ask for what the members do; run `cargo xtask features` and commit it"
        );
    }
    fs::write(&path, new).with_context(|| path.display().to_string())?;
    eprintln!("wrote {}", path.display());
    Ok(())
}

/// What Cargo knows of the members.
pub fn metadata() -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let args = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let output = Command::new(cargo).args(args).current_dir(root()).output()?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Every dependency of a member that is from a registry, by name and version.
fn wanted(metadata: &Value) -> Result<BTreeMap<(String, String), Wanted>> {
    let mut all: BTreeMap<(String, String), Wanted> = BTreeMap::new();
    let packages = metadata["packages"].as_array().context("packages")?;
    let members = packages.iter().filter(|package| package["name"] != "io-features");
    let dependencies = members.flat_map(|package| {
        let all = package["dependencies"].as_array().into_iter().flatten();
        all.filter(|dependency| !is_opt_in(package, dependency))
    });
    for dependency in dependencies {
        // What is for one target only, as for the bytecode, is not compiled for tests.
        if !dependency["path"].is_null() || !dependency["target"].is_null() {
            continue;
        }
        let text = |key: &str| dependency[key].as_str().map(str::to_owned).with_context(|| key.to_owned());
        let version = text("req")?.trim_start_matches('^').to_owned();
        let name = text("name")?;
        ensure!(dependency["rename"].is_null(), "{name} is renamed, which crates/features cannot follow");
        // One entry for a major version: `3` and `3.0` are the same crate.
        let same = |(known, of): &&(String, String)| *known == name && major(of) == major(&version);
        let key = all.keys().find(same).cloned().unwrap_or((name, version));
        let entry = all.entry(key).or_default();
        let features = dependency["features"].as_array().context("features")?;
        entry.features.extend(features.iter().filter_map(|feature| Some(feature.as_str()?.to_owned())));
        entry.with_default |= dependency["uses_default_features"] == true;
    }
    Ok(all)
}

/// Whether a package has a dependency only by a feature that no test asks for.
fn is_opt_in(package: &Value, dependency: &Value) -> bool {
    let named = format!("dep:{}", dependency["name"].as_str().unwrap_or_default());
    OPT_IN.iter().any(|feature| {
        let brings = package["features"][feature].as_array().into_iter().flatten();
        brings.filter_map(Value::as_str).any(|name| name == named)
    })
}

fn major(version: &str) -> &str {
    version.trim_start_matches('=').split('.').next().unwrap_or_default()
}

fn render(wanted: &BTreeMap<(String, String), Wanted>) -> String {
    let mut text = String::new();
    let mut last = "";
    for ((name, version), Wanted { features, with_default }) in wanted {
        let mut fields = Vec::new();
        // A second version of a crate needs a name of its own.
        let key = if last == name { format!("{name}-{}", version.replace('.', "-")) } else { name.clone() };
        if key != *name {
            fields.push(format!("package = \"{name}\""));
        }
        last = name;
        fields.push(format!("version = \"{version}\""));
        if !with_default {
            fields.push("default-features = false".into());
        }
        if !features.is_empty() {
            let list: Vec<_> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
            fields.push(format!("features = [{}]", list.join(", ")));
        }
        let line = match &fields[..] {
            [_] => format!("{key} = \"{version}\""),
            _ => format!("{key} = {{ {} }}", fields.join(", ")),
        };
        let _ = writeln!(text, "{line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_features_add_up() {
        let dependency = |name, req, features: &[&str], default| {
            serde_json::json!({
                "name": name, "req": req, "features": features, "uses_default_features": default,
                "path": null, "target": null, "rename": null,
            })
        };
        let package = |name, list: &[Value]| serde_json::json!({ "name": name, "dependencies": list });
        let metadata = serde_json::json!({ "packages": [
            package("a", &[dependency("x", "^1", &["one"], false), dependency("y", "^3.0", &[], true)]),
            package("b", &[dependency("x", "^1", &["two"], true), dependency("y", "^4", &[], true)]),
            package("io-features", &[dependency("z", "^9", &[], true)]),
        ]});
        let list = render(&wanted(&metadata).unwrap());
        let x = "x = { version = \"1\", features = [\"one\", \"two\"] }\n";
        assert_eq!(list, format!("{x}y = \"3.0\"\ny-4 = {{ package = \"y\", version = \"4\" }}\n"));
    }
}
