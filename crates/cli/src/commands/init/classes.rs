//! The hardware classes of the genesis file; io.net's if it lists none.

use {
    crate::{values, Exit, Failure},
    io_client::{classes::CLASSES, economics::staking::PoolKind},
    serde::Deserialize,
    serde_json::{Number, Value},
};

/// A class, as the genesis file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its number, or the name of one of io.net's.
    class: Value,
    pool: String,
    multiplier: Number,
}

/// A class to create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    pub id: u16,
    pub pool: PoolKind,
    /// In hundredths.
    pub multiplier: u16,
}

/// The classes of io.net.
pub fn io_net() -> Vec<Class> {
    (0u16..).zip(CLASSES).map(|(id, (_, pool, multiplier))| Class { id, pool, multiplier }).collect()
}

/// The classes that the genesis file lists.
///
/// # Errors
/// If it lists none, one twice, or one that the program refuses.
pub fn listed(list: &[Listed]) -> Result<Vec<Class>, Failure> {
    let wrong = |message: String| Failure::new(Exit::Usage, format!("In the genesis file {message}."));
    if list.is_empty() {
        return Err(wrong("`classes` is empty: leave it out for io.net's".into()));
    }
    let mut classes: Vec<Class> = Vec::with_capacity(list.len());
    for Listed { class, pool, multiplier } in list {
        let name = class.as_str().map_or_else(|| class.to_string(), ToOwned::to_owned);
        let id = values::class(&name)
            .map_err(|error| wrong(format!("\"{name}\" is no class: {error}, or write a number")))?;
        let pool = match pool.as_str() {
            "gpu" => PoolKind::Gpu,
            "cpu" => PoolKind::Cpu,
            other => {
                return Err(wrong(format!("the pool \"{other}\" of class {name} is neither gpu nor cpu")))
            }
        };
        let hundredths =
            values::hundredths(&multiplier.to_string()).ok().filter(|hundredths| *hundredths > 0);
        let multiplier = hundredths.ok_or_else(|| {
            wrong(format!(
                "{multiplier} is no multiplier of class {name}: from 0.01 to 100, two decimals at most"
            ))
        })?;
        if classes.iter().any(|class| class.id == id) {
            return Err(wrong(format!("class {name} is listed twice")));
        }
        classes.push(Class { id, pool, multiplier });
    }
    Ok(classes)
}

#[cfg(test)]
mod tests {
    use {super::*, io_client::economics::staking::MAX_MULTIPLIER};

    fn read(text: &str) -> Result<Vec<Class>, String> {
        let list: Vec<Listed> = serde_json::from_str(text).unwrap();
        listed(&list).map_err(|failure| failure.message)
    }

    fn one(class: &str, multiplier: &str) -> Result<Vec<Class>, String> {
        read(&format!("[{{ \"class\": {class}, \"pool\": \"gpu\", \"multiplier\": {multiplier} }}]"))
    }

    #[test]
    fn a_class_has_a_name_or_a_number_and_a_multiplier_within_the_bounds() {
        let gpu = |id, multiplier| Ok(vec![Class { id, pool: PoolKind::Gpu, multiplier }]);
        assert_eq!(one("\"H100\"", "12.5"), gpu(2, 1_250));
        assert_eq!(one("9", "0.01"), gpu(9, 1));
        assert_eq!(one("65535", "100"), gpu(65_535, MAX_MULTIPLIER));
        for multiplier in ["0", "0.0", "0.001", "100.01", "1000", "-1"] {
            let error = one("9", multiplier).unwrap_err();
            assert!(error.contains("is no multiplier of class 9"), "{error}");
        }
    }
}
