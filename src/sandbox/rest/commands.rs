//! Reading and replacing the registered commands.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::body::Body;
use super::path::Ids;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::command::Scope;
use crate::sandbox::form_errors::FormErrors;
use crate::sandbox::limits;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;
use crate::sandbox::world::BOT;

/// `GET /applications/{application}/commands`
pub async fn list_global(
    State(shared): State<Handle>,
    Ids(application): Ids<Snowflake>,
) -> Result<Json<Value>, ApiError> {
    list(&shared, application, Scope::Global)
}

/// `PUT /applications/{application}/commands`
pub async fn replace_global(
    State(shared): State<Handle>,
    Ids(application): Ids<Snowflake>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    replace(&shared, application, Scope::Global, &body.json)
}

/// `GET /applications/{application}/guilds/{guild}/commands`
pub async fn list_guild(
    State(shared): State<Handle>,
    Ids((application, guild)): Ids<(Snowflake, Snowflake)>,
) -> Result<Json<Value>, ApiError> {
    list(&shared, application, Scope::Guild(guild))
}

/// `PUT /applications/{application}/guilds/{guild}/commands`
pub async fn replace_guild(
    State(shared): State<Handle>,
    Ids((application, guild)): Ids<(Snowflake, Snowflake)>,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    replace(&shared, application, Scope::Guild(guild), &body.json)
}

fn list(shared: &Handle, application: Snowflake, scope: Scope) -> Result<Json<Value>, ApiError> {
    known(shared, application, scope)?;
    shared.read(|state| {
        let here = state.commands.iter().filter(|command| command.scope == scope);
        Ok(Json(here.map(|command| command.wire.clone()).collect()))
    })
}

/// Only the bot's own commands can be seen, in guilds that it is in.
fn known(shared: &Handle, application: Snowflake, scope: Scope) -> Result<(), ApiError> {
    let reachable = match scope {
        Scope::Global => true,
        Scope::Guild(guild) => shared.read(|state| state.world.reached(guild).is_some()),
    };
    if application == BOT && reachable {
        Ok(())
    } else {
        Err(ApiError::MissingAccess)
    }
}

fn replace(
    shared: &Handle,
    application: Snowflake,
    scope: Scope,
    definitions: &Value,
) -> Result<Json<Value>, ApiError> {
    known(shared, application, scope)?;
    let Some(definitions) = definitions.as_array() else {
        return Err(ApiError::field(
            "_body",
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        ));
    };
    let mut errors = FormErrors::default();
    limits::commands(definitions, matches!(scope, Scope::Guild(_)), &mut errors);
    errors.finish()?;
    let now = shared.clock.now();
    shared.update(|state| {
        let new = state.new_names(scope, definitions);
        state
            .creates
            .take(scope, new, now)
            .map_err(|_| ApiError::TooManyCreates)?;
        state.replace_commands(scope, definitions, now);
        Ok::<_, ApiError>(())
    })?;
    list(shared, application, scope)
}
