//! Targets of webhooks in this process: they answer, fail, hang, redirect, and keep what they were
//! sent.

use {
    std::{
        sync::{Arc, Mutex},
        time::Duration,
    },
    tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        time::sleep,
    },
};

/// What a target does with a request.
#[derive(Clone, Debug)]
pub enum Does {
    Answers(u16),
    Redirects(String),
    Hangs,
    Closes,
}

/// A request as it came: its head and its body.
pub type Request = (String, String);

/// A target.
#[derive(Clone)]
pub struct Target {
    pub url: String,
    got: Arc<Mutex<Vec<Request>>>,
    does: Arc<Mutex<Vec<Does>>>,
}

impl Target {
    /// Does these one after another, the last one for ever.
    pub async fn start(does: &[Does]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let target = Self { url, got: Arc::default(), does: Arc::new(Mutex::new(does.to_vec())) };
        let own = target.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.take(stream).await });
            }
        });
        target
    }

    pub fn got(&self) -> Vec<Request> {
        self.got.lock().unwrap().clone()
    }

    async fn take(self, mut stream: TcpStream) {
        let mut text = Vec::new();
        let (head, body) = loop {
            let mut part = [0; 4_096];
            let Ok(count @ 1..) = stream.read(&mut part).await else { return };
            text.extend_from_slice(&part[..count]);
            let whole = String::from_utf8_lossy(&text).into_owned();
            let Some((head, body)) = whole.split_once("\r\n\r\n") else { continue };
            let length = head.to_lowercase();
            let length =
                length.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head.to_owned(), body.to_owned());
            }
        };
        self.got.lock().unwrap().push((head, body));
        let does = {
            let mut does = self.does.lock().unwrap();
            if does.len() > 1 {
                does.remove(0)
            } else {
                does[0].clone()
            }
        };
        let answer = match does {
            Does::Closes => return,
            Does::Hangs => {
                sleep(Duration::from_secs(3_600)).await;
                return;
            }
            Does::Redirects(to) => format!("HTTP/1.1 307 Go\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"),
            // A body that nobody reads to its end.
            Does::Answers(status) => {
                format!("HTTP/1.1 {status} So\r\nContent-Length: 99999999\r\n\r\nwhatever")
            }
        };
        let _ = stream.write_all(answer.as_bytes()).await;
        sleep(Duration::from_millis(200)).await;
    }
}
