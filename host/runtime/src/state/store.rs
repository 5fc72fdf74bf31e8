use super::StateError;
use super::lock::StateLock;
use crate::engine::VariableKey;
use pulsewire_nodes::{decode_msgpack, encode_msgpack};
use pulsewire_plugin::Value;
use redb::{Database, ReadableDatabase, ReadableTable, Table, TableDefinition};
use std::path::{Path, PathBuf};

/// By graph (empty for the project) and variable, as MessagePack: it tells Int from Float and String from Binary.
const VARIABLES: TableDefinition<'_, (&str, &str), &[u8]> = TableDefinition::new("variables");

/// Values whose variable has another type now, by graph, variable and a number that counts them.
const SET_ASIDE: TableDefinition<'_, (&str, &str, u64), &[u8]> = TableDefinition::new("set_aside");

/// A variable in a state.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredVariable {
    /// Which.
    pub key: VariableKey,
    /// Its value.
    pub value: Value,
    /// The value does not fit the type that the variable was declared with later, so it is kept aside.
    pub set_aside: bool,
}

/// The state of a project: a folder with a database.
#[derive(Debug)]
pub struct StateStore {
    folder: PathBuf,
    /// None after a failure: the database must be opened again.
    database: Option<Database>,
    _lock: StateLock,
}

impl StateStore {
    /// Opens the state in a folder; creates both if they do not exist.
    ///
    /// # Errors
    /// When another process uses it, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        std::fs::create_dir_all(folder).map_err(|error| StateError::io(folder, error))?;
        let lock = StateLock::take(folder)?;
        let mut store = Self { folder: folder.to_owned(), database: None, _lock: lock };
        store.database()?;
        Ok(store)
    }

    /// Whether a folder holds a state.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        database_file(folder).exists()
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything that is kept, by graph and variable; what was set aside comes last.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&mut self) -> Result<Vec<StoredVariable>, StateError> {
        let folder = self.folder.clone();
        read(self.database()?).map_err(|reason| StateError::io(&folder, reason))
    }

    /// Keeps these values, all or none of them.
    ///
    /// # Errors
    /// When they cannot be written, such as to a full disk. The next call tries again with a reopened database.
    pub fn commit<'a>(
        &mut self,
        values: impl IntoIterator<Item = (&'a VariableKey, &'a Value)>,
    ) -> Result<(), StateError> {
        self.change(|table, _| {
            for (key, value) in values {
                insert(table, key, value)?;
            }
            Ok(())
        })
    }

    /// Keeps values apart that no longer fit their variables.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn set_aside(&mut self, keys: &[VariableKey]) -> Result<(), StateError> {
        self.change(|table, aside| {
            for VariableKey { graph, variable } in keys {
                let Some(bytes) = table.remove((&**graph, &**variable)).map_err(text)? else {
                    continue;
                };
                let range = (&**graph, &**variable, 0)..=(&**graph, &**variable, u64::MAX);
                let next = aside.range(range).map_err(text)?.count() as u64;
                aside.insert((&**graph, &**variable, next), bytes.value()).map_err(text)?;
            }
            Ok(())
        })
    }

    /// Forgets everything, or only what `which` names. Returns how many values that were.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn clear(&mut self, which: impl Fn(&VariableKey) -> bool) -> Result<usize, StateError> {
        let found = self.read()?.into_iter().filter(|one| which(&one.key)).count();
        self.change(|table, aside| {
            let named = |graph: &str, variable: &str| {
                which(&VariableKey { graph: graph.to_owned(), variable: variable.to_owned() })
            };
            table.retain(|(graph, variable), _| !named(graph, variable)).map_err(text)?;
            aside.retain(|(graph, variable, _), _| !named(graph, variable)).map_err(text)
        })?;
        Ok(found)
    }

    fn change(
        &mut self,
        change: impl FnOnce(&mut Variables<'_>, &mut Aside<'_>) -> Result<(), String>,
    ) -> Result<(), StateError> {
        let folder = self.folder.clone();
        let changed = write(self.database()?, change);
        changed.map_err(|reason| {
            self.database = None;
            StateError::io(&folder, reason)
        })
    }

    /// The database. After an error of the system it refuses everything until it is opened again.
    fn database(&mut self) -> Result<&Database, StateError> {
        let database = match self.database.take() {
            Some(database) => database,
            None => Database::create(database_file(&self.folder))
                .map_err(|error| StateError::io(&self.folder, error))?,
        };
        Ok(self.database.insert(database))
    }
}

type Variables<'a> = Table<'a, (&'static str, &'static str), &'static [u8]>;
type Aside<'a> = Table<'a, (&'static str, &'static str, u64), &'static [u8]>;

fn database_file(folder: &Path) -> PathBuf {
    folder.join("state.redb")
}

fn write(
    database: &Database,
    change: impl FnOnce(&mut Variables<'_>, &mut Aside<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let transaction = database.begin_write().map_err(text)?;
    {
        let mut variables = transaction.open_table(VARIABLES).map_err(text)?;
        let mut aside = transaction.open_table(SET_ASIDE).map_err(text)?;
        change(&mut variables, &mut aside)?;
    }
    transaction.commit().map_err(text)
}

fn insert(table: &mut Variables<'_>, key: &VariableKey, value: &Value) -> Result<(), String> {
    let bytes = encode_msgpack(value)?;
    table.insert((&*key.graph, &*key.variable), &*bytes).map_err(text)?;
    Ok(())
}

fn read(database: &Database) -> Result<Vec<StoredVariable>, String> {
    // A transaction that writes creates the tables of a new database.
    write(database, |_, _| Ok(()))?;
    let transaction = database.begin_read().map_err(text)?;
    let mut found = Vec::new();
    for entry in transaction.open_table(VARIABLES).map_err(text)?.iter().map_err(text)? {
        let (key, bytes) = entry.map_err(text)?;
        let (graph, variable) = key.value();
        found.push(stored(graph, variable, bytes.value(), false)?);
    }
    for entry in transaction.open_table(SET_ASIDE).map_err(text)?.iter().map_err(text)? {
        let (key, bytes) = entry.map_err(text)?;
        let (graph, variable, _) = key.value();
        found.push(stored(graph, variable, bytes.value(), true)?);
    }
    Ok(found)
}

fn stored(
    graph: &str,
    variable: &str,
    bytes: &[u8],
    set_aside: bool,
) -> Result<StoredVariable, String> {
    let key = VariableKey { graph: graph.to_owned(), variable: variable.to_owned() };
    let value = decode_msgpack(bytes)
        .map_err(|why| format!("the value of `{variable}` is damaged: {why}"))?;
    Ok(StoredVariable { key, value, set_aside })
}

fn text(error: impl ToString) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(variable: &str) -> VariableKey {
        VariableKey { graph: "g".to_owned(), variable: variable.to_owned() }
    }

    #[test]
    fn values_are_kept_set_aside_and_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = StateStore::open(folder.path()).unwrap();
        assert_eq!(store.read().unwrap(), []);
        store.commit([(&key("a"), &Value::Int(1)), (&key("b"), &Value::from("x"))]).unwrap();
        store.set_aside(&[key("a"), key("missing")]).unwrap();
        store.commit([(&key("a"), &Value::Bool(true))]).unwrap();
        store.set_aside(&[key("a")]).unwrap();
        drop(store);
        let mut store = StateStore::open(folder.path()).unwrap();
        let found: Vec<_> = store
            .read()
            .unwrap()
            .into_iter()
            .map(|one| (one.key.variable, one.value, one.set_aside))
            .collect();
        let of = |name: &str, value: Value, aside| (name.to_owned(), value, aside);
        assert_eq!(
            found,
            [
                of("b", Value::from("x"), false),
                of("a", Value::Int(1), true),
                of("a", Value::Bool(true), true),
            ]
        );
        assert_eq!(store.clear(|key| key.variable == "a").unwrap(), 2);
        assert_eq!(store.read().unwrap().len(), 1);
    }

    #[test]
    fn a_second_user_is_refused_with_the_id_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let _first = StateStore::open(folder.path()).unwrap();
        let refused = StateStore::open(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
    }
}
