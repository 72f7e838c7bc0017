//! The policies of a guild: the configured ones, and its own over them.

use super::Service;
use super::electorate::unread;
use super::error::{Attempt, Error, Refusal};
use super::request::Call;
use super::response::{PolicySource, Response};
use super::retry::until_committed;
use crate::id::GuildId;
use crate::policy_text::{self, Expects, Fault};
use crate::settings::Settings;
use crate::storage::{Batch, Row, StoreError};
use crate::vote::policy::MAX_POLICIES;
use crate::vote::{Excluded, Party, Policies, Policy, PolicyName};

impl Service {
    /// The policies that a guild can choose from.
    pub async fn policies(&self, guild: GuildId) -> Result<Policies, StoreError> {
        let settings = self.store.settings(guild).await?.value;
        Ok(self.policies_of(&settings))
    }

    pub(super) fn policies_of(&self, settings: &Settings) -> Policies {
        let least = self.defaults.min_duration;
        let own = settings.policies.values().cloned();
        let own = own.map(|policy| policy.lasting(least));
        own.fold(self.defaults.policies.clone(), Policies::with)
    }

    /// The text of a policy, for the member to change.
    pub async fn policy_text(&self, guild: GuildId, name: &PolicyName) -> Result<String, StoreError> {
        let settings = self.store.settings(guild).await?.value;
        let (policy, _) = self.begun(&settings, name);
        Ok(policy_text::write(&policy))
    }

    pub(super) fn show_policy(&self, settings: &Settings, typed: &str) -> Result<Response, Error> {
        let (policy, source) = self.begun(settings, &named(typed)?);
        Ok(Response::Policy {
            policy: Box::new(policy),
            source,
            changed: false,
        })
    }

    /// Stores a policy of the guild. What its text leaves out is as configured, and in a new one as in the guild's
    /// standard policy.
    pub(super) async fn write_policy(&self, call: &Call, typed: &str, text: &str) -> Result<Response, Error> {
        if !call.actor.manages_server {
            return Err(Refusal::NotManager.into());
        }
        let name = named(typed)?;
        let refused = |faults: Vec<Fault>| Refusal::BadPolicy {
            policy: name.clone(),
            faults,
            typed: text.to_owned(),
        };
        let (read, mut faults) = policy_text::read_all(text);
        let least = self.defaults.min_duration;
        let over = |base: &Policy| {
            read.over(base, name.clone(), least)
                .map_err(|fault| refused(vec![fault]))
        };
        if !read.is_empty() {
            let settings = self.store.settings(call.guild).await?.value;
            let base = self.configured(&settings, &name);
            let more = read.faults(&base, least, &faults);
            faults.extend(more);
            // What stands there already was not written now.
            let own = settings.policies.get(&name).map(|policy| &policy.excluded);
            let new = read.excluded_over(&base).without(&base.excluded);
            let new = own.map_or(new.clone(), |own| new.without(own));
            match self.faults_of_roles(call.guild, &new).await {
                Ok(of_roles) => faults.extend(of_roles),
                // What is known to be wrong is told, whether Discord answers or not.
                Err(_) if !faults.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        if !faults.is_empty() {
            return Err(refused(faults).into());
        }
        let (settings, changed) = until_committed(|| async {
            let stored = self.store.settings(call.guild).await?;
            let mut settings = stored.value.clone();
            if read.is_empty() {
                settings.policies.remove(&name);
            } else {
                let policy = over(&self.configured(&settings, &name))?;
                settings.policies.insert(name.clone(), policy);
            }
            if self.policies_of(&settings).iter().count() > MAX_POLICIES {
                return Err(Refusal::TooManyPolicies { max: MAX_POLICIES }.into());
            }
            if settings == stored.value {
                return Ok((settings, false));
            }
            let row = Row::Settings(call.guild, settings.clone());
            self.store
                .commit(Batch::new().replace(stored.revision, row))
                .await?;
            Ok::<_, Attempt>((settings, true))
        })
        .await?;
        let (policy, source) = self.begun(&settings, &name);
        Ok(Response::Policy {
            policy: Box::new(policy),
            source,
            changed,
        })
    }

    /// What is wrong with the roles that a policy is to leave out: the server has no such role, or everybody has it. Who
    /// left may come back, and is left out then: of members nothing is asked.
    ///
    /// Discord tells, and is asked outside of what is tried again.
    async fn faults_of_roles(&self, guild: GuildId, excluded: &Excluded) -> Result<Vec<Fault>, Error> {
        if excluded.roles().next().is_none() {
            return Ok(Vec::new());
        }
        let known = self.rosters.roles(guild).await;
        let known = known.map_err(|error| unread(&error))?;
        let wrong = excluded
            .roles()
            .filter(|role| *role == guild.everyone() || !known.contains_key(role));
        Ok(wrong
            .map(|role| Fault {
                key: "excluded".to_owned(),
                typed: Party::Role(role).to_string(),
                expects: Expects::ServerRole,
            })
            .collect())
    }

    /// The configured policy of this name; of a new name the guild's standard one, under that name.
    fn configured(&self, settings: &Settings, name: &PolicyName) -> Policy {
        match self.defaults.policies.get(name) {
            Some(policy) => policy.clone(),
            None => Policy {
                name: name.clone(),
                ..self.policies_of(settings).usual(false)
            },
        }
    }

    /// The policy of this name as it is, or as a new one begins.
    fn begun(&self, settings: &Settings, name: &PolicyName) -> (Policy, PolicySource) {
        if let Some(own) = settings.policies.get(name) {
            let own = own.clone().lasting(self.defaults.min_duration);
            return (own, PolicySource::Guild);
        }
        let source = match self.defaults.policies.get(name) {
            Some(_) => PolicySource::Configured,
            None => PolicySource::Nowhere,
        };
        (self.configured(settings, name), source)
    }
}

fn named(typed: &str) -> Result<PolicyName, Refusal> {
    PolicyName::parse(&typed.trim().to_lowercase()).map_err(|_| Refusal::BadPolicyName {
        typed: typed.to_owned(),
    })
}
