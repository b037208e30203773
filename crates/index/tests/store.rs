//! The tables in SQLite: opened twice, and by readers that cannot write.

use {io_index::Store, std::fs};

#[tokio::test]
async fn a_file_is_made_and_opened_again() {
    let folder = std::env::temp_dir().join(format!("io index {}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a?b%.db");
    let path = path.to_str().unwrap();
    for _ in 0..2 {
        let store = Store::open(path).await.unwrap();
        assert_eq!(store.meta("slot").await.unwrap(), None);
        let written = sqlx::query("INSERT INTO meta (key, value) VALUES ('slot', '5')");
        let refused = written.execute(store.reader()).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
        let dump = io_index::dump(store.reader()).await.unwrap();
        assert!(dump.starts_with("# transactions: id, slot"), "{dump}");
        store.close().await;
    }
    assert!(fs::exists(path).unwrap());
    fs::remove_dir_all(folder).unwrap();
}
