//! The program as people and scripts see it: arguments, variables and files in; exit code, output and disk out.

mod audit;
mod check;
mod configuration;
#[cfg(unix)]
mod control;
mod damage;
mod discord;
mod dump;
mod formats;
#[cfg(unix)]
mod full_disk;
#[cfg(target_os = "linux")]
mod gateway;
mod logs;
mod lookup;
mod ops;
mod place;
mod render;
mod stop;
mod store;
mod usage;
