//! The error codes of Discord that the bot tells apart
//! (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).

/// The channel does not exist, or its guild is unavailable just now.
pub const UNKNOWN_CHANNEL: u32 = 10_003;
/// The guild does not exist, or the bot is not in it.
pub const UNKNOWN_GUILD: u32 = 10_004;
/// The person is not in the guild.
pub const UNKNOWN_MEMBER: u32 = 10_007;
/// The message was deleted.
pub const UNKNOWN_MESSAGE: u32 = 10_008;
/// There is nobody of this id.
pub const UNKNOWN_USER: u32 = 10_013;
/// The interaction's token is none, or not any more.
pub const UNKNOWN_WEBHOOK: u32 = 10_015;
/// The interaction's three seconds are over, or somebody else has answered it.
pub const UNKNOWN_INTERACTION: u32 = 10_062;
/// The interaction has been answered.
pub const ALREADY_ACKNOWLEDGED: u32 = 40_060;
/// The message has been crossposted already.
pub const ALREADY_CROSSPOSTED: u32 = 40_033;
/// The bot may not see the channel.
pub const MISSING_ACCESS: u32 = 50_001;
/// The person does not accept direct messages from the bot.
pub const CANNOT_MESSAGE_USER: u32 = 50_007;
/// The bot lacks a permission in the channel.
pub const MISSING_PERMISSIONS: u32 = 50_013;
/// The interaction's fifteen minutes are over.
pub const INVALID_WEBHOOK_TOKEN: u32 = 50_027;
/// The body breaks one of Discord's limits.
pub const INVALID_FORM_BODY: u32 = 50_035;
/// The message has its thread already.
pub const ALREADY_HAS_A_THREAD: u32 = 160_004;
