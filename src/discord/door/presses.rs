//! Buttons, menus and forms.

use serenity::model::application::ModalInteraction;
use tokio::time::Instant;

use super::Door;
use crate::discord::answering::{Place, answer};
use crate::discord::commands::Audience;
use crate::discord::convert;
use crate::discord::custom_id::{self, CustomId};
use crate::discord::decoded::Decoded;
use crate::discord::fields::Fields;
use crate::discord::form_id::{self, FormId};
use crate::discord::press::Press;
use crate::discord::responder::{Responder, Ticket};
use crate::discord::select_id::SelectId;
use crate::discord::sender::{FormBody, SendError};
use crate::discord::usage_error::UsageError;
use crate::discord::view::{self, Context};
use crate::radar::Blip;
use crate::service::{Call, Error};

impl Door {
    /// A button was pressed, or a menu used.
    pub(super) async fn pressed(&self, ticket: Ticket, press: &Press) {
        let (id, deadline) = (ticket.interaction, ticket.deadline());
        let responder = Responder::new(self.sender.clone(), ticket);
        if let Err(error) = self.press(responder, press, deadline).await {
            tracing::warn!(interaction.id = %id, error = %error, "a press could not be answered");
        }
    }

    async fn press(&self, responder: Responder, press: &Press, deadline: Instant) -> Result<(), SendError> {
        let text = press.custom_id.as_str();
        let asked = convert::press_call(press, self.clock.now()).and_then(|call| Ok((call, asked(press)?)));
        let (call, (decoded, replaces, audience)) = match asked {
            Ok(asked) => asked,
            Err(error) => {
                return self
                    .refuse(responder, &error, custom_id::attempted(text), press.guild)
                    .await;
            }
        };
        match decoded {
            Decoded::Form(form) => {
                let form = self.blank(&call, &form).await;
                responder.form(form).await.map(drop)
            }
            Decoded::Request(request) => {
                let place = place(replaces, press.is_ephemeral, audience);
                let work = self.illustrated(&call, request, audience, deadline);
                answer(responder, place, work).await
            }
        }
    }

    /// A form was submitted.
    pub(super) async fn form(&self, ticket: Ticket, form: &ModalInteraction, fields: &Fields) {
        let (id, deadline) = (ticket.interaction, ticket.deadline());
        let responder = Responder::new(self.sender.clone(), ticket);
        if let Err(error) = self.submitted(responder, form, fields, deadline).await {
            tracing::warn!(interaction.id = %id, error = %error, "a form could not be answered");
        }
    }

    async fn submitted(
        &self,
        responder: Responder,
        form: &ModalInteraction,
        fields: &Fields,
        deadline: Instant,
    ) -> Result<(), SendError> {
        let text = form.data.custom_id.as_str();
        let asked = convert::form_call(form, self.clock.now()).and_then(|call| {
            let id: FormId = text.parse()?;
            Ok((call, id.replaces(), id.request(fields)?))
        });
        let (call, replaces, request) = match asked {
            Ok(asked) => asked,
            Err(error) => {
                return self
                    .refuse(
                        responder,
                        &error,
                        form_id::attempted(text),
                        convert::guild(form.guild_id),
                    )
                    .await;
            }
        };
        let place = place(
            replaces,
            form.message.as_deref().is_some_and(convert::is_ephemeral),
            Audience::Asker,
        );
        let work = self.work(&call, request, Audience::Asker, deadline);
        answer(responder, place, work).await
    }
}

impl Door {
    /// The form with what is to be changed in it. It is read from the bot's own store only: what can not be read leaves
    /// the form empty rather than late.
    async fn blank(&self, call: &Call, form: &FormId) -> FormBody {
        let guild = call.guild;
        let context = self.context(guild);
        match form {
            FormId::Policy(name) => {
                let text = self.service.policy_text(guild, name).await;
                let text = text.unwrap_or_else(|error| {
                    tracing::error!(guild.id = %guild, error = %error, "a policy can not be read");
                    String::new()
                });
                view::render_policy_form(name, &text, context)
            }
            FormId::Edit(blip, ..) => {
                let blip = self.service.drafted_blip(call, blip).await;
                with_words(form, blip, context)
            }
            FormId::Correct(edition, blip, ..) => {
                let blip = self.service.published_blip(call, edition, *blip).await;
                with_words(form, blip, context)
            }
            FormId::Retitle(edition) => {
                let edition = self.service.published_edition(call, edition).await;
                let edition = edition.unwrap_or_else(|error| {
                    tracing::error!(guild.id = %guild, error = %error, "an edition can not be read");
                    None
                });
                let title = edition.map(|edition| edition.title).unwrap_or_default();
                view::render_title_form(form, &title, context)
            }
            FormId::Cancel(_) | FormId::Concern(_) | FormId::Reason(..) => view::render_form(form, context),
        }
    }
}

/// The form with a blip's words. What can not be read leaves it empty, and nothing that is typed into it then is taken
/// for a change: its mark is that of nothing.
fn with_words(form: &FormId, blip: Result<Option<Blip>, Error>, context: Context<'_>) -> FormBody {
    match blip {
        Ok(Some(blip)) => view::render_words_form(form, &blip, context),
        Ok(None) => view::render_form(form, context),
        Err(error) => {
            tracing::error!(guild.id = %context.guild, error = %error, "a blip can not be read");
            view::render_form(form, context)
        }
    }
}

/// What was pressed or chosen, whether the answer may take the place of its message, and who reads it.
fn asked(press: &Press) -> Result<(Decoded, bool, Audience), UsageError> {
    let text = press.custom_id.as_str();
    if let Some(chosen) = &press.chosen {
        let id: SelectId = text.parse()?;
        let replaces = id.replaces();
        return Ok((id.request(chosen)?.into(), replaces, Audience::Asker));
    }
    let id: CustomId = text.parse()?;
    let (replaces, audience) = (id.turns_a_page(), id.audience());
    Ok((id.decode(), replaces, audience))
}

/// Where the answer goes: in place of the message that it came from only if nobody else sees that.
const fn place(replaces: bool, is_ephemeral: bool, audience: Audience) -> Place {
    if replaces && is_ephemeral {
        Place::Same
    } else {
        Place::Message {
            ephemeral: matches!(audience, Audience::Asker),
        }
    }
}
