# Everything that blipbot says in English. One key a sentence; whoever translates needs no code.
# Emoji only where the same is said in words.

## Commands: at most 100 characters each

command-radar = What the team thinks of a technology, or the whole radar
command-blips = All technologies on the radar, or those that you search for
command-compare = Two or three technologies side by side
command-history = Every ring that a technology was in, with the votes behind it
command-propose = Put a change of the radar to the vote
command-vote = Answer a vote, as its buttons do
command-proposal = See and end proposals
command-proposal-list = All proposals, the newest first
command-proposal-show = One proposal, how its vote stands, and what you voted
command-proposal-withdraw = Take back a proposal of yours
command-proposal-record = A vote as a document to keep: decision, arithmetic, ballots, trail
command-proposal-cancel = Stop a vote (maintainers)
command-proposal-concern = Raise a concern on a vote
command-proposal-resolve = Take back a concern of yours
command-proposal-override = Go past a concern, with a reason (maintainers)
command-proposal-void = Void the ballots of a member, with a reason (maintainers)
command-proposal-refresh = Read the roster of a vote again (maintainers)
command-proposal-add = Add to the reason of a proposal of yours
command-proposal-repost = Have the message of a vote posted again, if it was deleted
command-proposal-second = Second a proposal that was rejected a short while ago
command-away = Not to be waited for until a day; without options you are back
command-edition = Editions of the radar: what changed when
command-edition-list = All editions, the newest first
command-edition-show = What an edition changed
command-edition-diff = What differs between two editions
command-edition-draft = What the next edition would change
command-edition-publish = Publish the passed proposals as an edition (maintainers)
command-edition-schedule = When editions come out by themselves; without options it shows that
command-edition-edit = Change what the next edition says of a blip: text, links, tags, owner, review date (maintainers)
command-edition-drop = Take a passed proposal or an edit out of the draft, with a reason (maintainers)
command-edition-keep = Put a proposal back into the draft that was dropped (maintainers)
command-edition-correct = Correct an edition that is out: its title, or what it says of a blip (maintainers)
command-setup = Where I post and who may do what; without options it shows how things are
command-help = What I can do, and by which rule votes pass

option-radar-blip = A technology by any of its names
option-radar-public = Show the answer to everybody in the channel
option-blips-text = Words in names and texts, or their beginnings
option-blips-ring = A ring of the radar
option-blips-quadrant = A quadrant of the radar
option-blips-tag = A tag
option-blips-owner = Who answers for it
option-blips-movement = How it moved with the current edition
option-blips-due = Only what is due for review
option-compare-first = A technology by any of its names
option-compare-second = Another one
option-compare-third = A third one, if you like
option-propose-blip = A technology on the radar, or the title of a new one
option-propose-ring = The ring that it should have, or retire
option-propose-reason = Why: what did you see, where, with what result?
option-propose-quadrant = Where it belongs (needed for a new one)
option-propose-summary = What it is and what it is for (needed for a new one)
option-propose-policy = By which rule it is decided; the usual one if left out
option-propose-duration = How long the vote is open, such as 3 days; as the policy says if left out
option-vote-proposal = The proposal's number
option-vote-choice = Your answer; you can change it until the vote closes
option-proposal-proposal = The proposal's number
option-proposal-reason = Why the vote is stopped; everybody reads it
option-proposal-title = What the concern is, in a few words
option-proposal-text = More about it
option-proposal-concern = The concern's number
option-proposal-override = Why it is overridden; everybody reads it
option-proposal-member = Whose ballots do not count any more
option-proposal-void = Why they do not count; everybody reads it
option-proposal-add = What you add; the proposal itself does not change
option-away-until = A day such as 2027-01-10, or a time such as 2 weeks; left out if you are back
option-vote-reason = Why; everybody reads it when the vote is over
option-edition-edition = An edition by its id or title; the newest if left out
option-edition-title = What the edition is called; its date if left out
option-edition-when = A date, a rhythm or a cron expression, such as every quarter at 10:00; off removes it
option-edition-blip = The technology; any of its names will do
option-edition-reason = Why it is taken out; everybody reads it
option-edition-proposal = The number of a passed proposal
option-edition-edit = Or the number of an edit
option-edition-keep = The number of a proposal that was dropped
option-edition-correct = The edition by its id or title
option-edition-correct-blip = What it says of this technology; left out: its title
option-history-blip = The technology; any of its names will do
option-edition-from = One edition
option-edition-to = The other one; the current one if you leave it out
option-setup-digests = Where new editions are announced
option-setup-votes = Where votes are posted; otherwise where they are proposed
option-setup-voters = Who may vote; @everyone means anyone who may use the channel
option-setup-voters-list = Show the list of voters by name, and change it
option-setup-policy = Show a policy for votes, and change it
option-setup-threads = Whether each vote has its thread from the start
option-setup-timezone = The zone in which dates and times are meant, such as Europe/Berlin
option-setup-theme = Whether pictures of the radar are light or dark
option-setup-maintainers = Who may publish and cancel, besides those with Manage Server

## Buttons: at most 80 characters each

theme-light = Light
theme-dark = Dark
motion-new = New in this edition
motion-in = Moved in
motion-out = Moved out
motion-returned = Back on the radar
motion-unchanged = Stayed in its ring
motion-gone = Off the radar
choice-in-favor = In favor
choice-against = Against
choice-abstain = Abstain
choice-recuse = Recuse myself
button-more = More ({ $page }/{ $pages })
button-back = Back ({ $page }/{ $pages })
button-publish = Publish
button-second = Second it
button-concern = Raise a concern
button-resolve = Take it back
button-reason = Add a reason
button-restart = Propose again
button-reworded = What changed
button-policy = Change it
button-correct = Correct it
button-words-all = Edit
button-words-text = Text
button-words-facts = Links, tags, owner, review date
button-words-summary = Summary
button-proposal = #{ $number }

# Forms. Titles and labels have at most 45 characters.
form-cancel = Cancel the vote on #{ $number }
form-cancel-reason = Why is the vote stopped?
form-cancel-reason-hint = Everybody reads it
form-concern = A concern on vote #{ $number }
form-concern-title = What is the concern, in a few words?
form-concern-text = More about it
form-concern-text-hint = What would answer it? Everybody reads it
form-reason = Your reason on vote #{ $number }
form-reason-reason = Why do you vote so?
form-reason-hint = Everybody reads it when the vote is over
form-policy = Policy { $policy }
form-policy-text = One key = value a line
form-policy-hint = Empty: back to the configured policy
form-edit = Edit { $title }
form-correct = Correct { $title }
form-edit-text = Text (Markdown)
form-edit-text-hint = A summary, then ## Strengths and the like
form-edit-links = Links, one a line: title | address
form-edit-links-hint = Documentation | https://example.org
form-edit-tags = Tags, with commas between
form-edit-owner = Owner
form-edit-review = Review by (year-month-day)
form-edit-review-hint = 2027-01-31
form-retitle = Correct an edition
form-retitle-title = Title
form-correct-note = What was wrong?
form-correct-note-hint = Everybody reads it

## Suggestions: at most 100 characters each

suggest-whole = The whole radar
suggest-blip = { $title } · { $ring }
suggest-retired = { $title } · off the radar, last in { $ring }
suggest-joins = New in the draft: { $name }
suggest-new = New: { $title }
suggest-retire = Retire (take it off the radar)
suggest-proposal = #{ $number } { $title }: { $change }
suggest-policy = { $policy } · { $duration } · { $rule }
suggest-rule-majority = { $threshold } in favor, { $quorum } taking part
suggest-concern = #{ $number } { $title }
suggest-edit = Edit #{ $number }: { $title }
suggest-rule-lazy = nobody against, { $seconds } in favor besides the proposer
suggest-edition = { $title } ({ $id })
suggest-schedule-quarter = { $when } · first of January, April, July and October, 09:00
suggest-schedule-month = { $when } · the first day of each month
suggest-schedule-weekday = { $when } · of each month; second to fourth and last, too
suggest-schedule-half-year = { $when } · first of January and July, 09:00
suggest-schedule-year = { $when } · first of January, 09:00
suggest-schedule-cron = { $when } · a cron expression: minute, hour, day, month, weekday
suggest-schedule-date = { $when } · once
suggest-schedule-off = { $when } · no schedule

## Shared

separator = {" · "}
comma = {", "}
continued = { $heading } (continued)
page = Page { $page } of { $pages }
reference = Ref { $reference }
and-more = and { $count } more
change-plain-add = new in { $to }
change-plain-move = { $from } → { $to }
change-plain-retire = { $from } → off the radar
change-plain-return = back in { $to }
proposal-named = #{ $number } { $title }
proposal-linked = [#{ $number }]({ $link }) { $title }
vote-linked = [vote #{ $number }]({ $link })
vote-unlinked = vote #{ $number }

## A blip's card

card-place = **{ $ring }** · { $quadrant }
card-place-retired = **Off the radar** · last in { $ring } · { $quadrant }
card-since-new = New on the radar with { $edition }
card-since-moved-in = Moved in from { $from } with { $edition }
card-since-moved-out = Moved out from { $from } with { $edition }
card-since-no-change = In this ring since { $edition }
card-since-retired = Retired with { $edition }
card-since-returned = Back on the radar with { $edition }, last in { $from }
card-nearly = *Showing { $title }, the nearest name to “{ $query }”.*
card-vote = 🗳 A vote on it is open: { $vote }. Until it ends, nothing changes.
card-draft-ring = The next edition moves it to **{ $ring }**.
card-draft-retired = The next edition takes it off the radar.
card-draft-returns = The next edition brings it back in **{ $ring }**.
card-heading-strengths = Strengths
card-heading-limits = Limits
card-heading-alternatives = Alternatives
card-heading-tips = Tips
card-heading-verdict = Verdict
card-heading-related = Related
card-heading-links = Links
card-related-this = { $how } **{ $title }** ({ $ring })
card-related-other = **{ $title }** ({ $ring }) { $how } { $this }
card-owner = **Owner** { $owner }
card-review = **Review by** { $date }
card-tags = **Tags** { $tags }
card-aliases = **Also called** { $aliases }
card-footer = { $edition }

## Several, or none

candidates = Which one do you mean by “{ $query }”?
candidate-only = Nothing is called “{ $query }”. Did you mean this one?
candidates-shared = What you choose is then shown to everybody in this channel.
candidate-other = By “{ $query }”, did you mean this one?
not-on-radar = “{ $query }” is not on the radar.
not-on-radar-nearest = The nearest names are below.
not-on-radar-propose = To put it there: `/propose` with its name, a ring, a quadrant and a summary.
candidate-line = **{ $title }** ({ $ring })
candidate-line-off = **{ $title }** (off the radar, last in { $ring })

## The whole radar

overview-edition = **{ $edition }**, published { $date } · { $blips ->
    [one] 1 blip
   *[other] { $blips } blips
}
overview-count = { $name } { $count }
overview-rings = **Rings** { $counts }
overview-quadrants = **Quadrants** { $counts }
overview-ring = { $ring } ({ $count })
overview-quadrant = **{ $quadrant }** { $blips }
overview-votes = Open votes ({ $count })
overview-hint = `/radar` with a name tells more about one of them.
overview-quadrant-show = Look closer at one quadrant
overview-quadrant-blips = { $count ->
    [one] One technology
   *[other] { $count } technologies
}
overview-quadrant-empty = Nothing stands in this quadrant now. `/radar *` shows the others.
overview-empty = Nothing stands on the radar yet. Start with `/propose`.

## Lists of blips, blips side by side, blips in a message

blips-title = { $total ->
    [one] 1 blip
   *[other] { $total } blips
}
blips-by-words = “{ $name }” in names or texts
blips-by-ring = ring { $name }
blips-by-quadrant = quadrant { $name }
blips-by-tag = tag { $name }
blips-by-owner = owner { $name }
blips-by-motion = movement “{ $name }”
blips-by-due = due for review by { $name }
blips-none = No blip on the radar fits: { $asked }. Leave something out, or see all with `/blips`.
blips-none-but-gone = { $count ->
    [one] One that left the radar does
   *[other] { $count } that left the radar do
}: choose `movement:` Off the radar.
blips-none-near = { $count ->
    [one] One has a name near to that text. Press it to read its card:
   *[other] These have names near to that text. Press one to read its card:
}
blips-edition = { $edition }
blips-row = - **{ $title }** { $facts }
blips-off = off the radar, last in { $ring }
blips-new = new
blips-moved-in = moved in from { $from }
blips-moved-out = moved out from { $from }
blips-returned = back on the radar
blips-due = review by { $date }
blips-show = Show one of them
compare-summary = What it is
compare-nothing = Nothing is said.
compare-related = **{ $this }** { $how } **{ $title }**.
compare-unclear = Not every name is clear yet.
compare-choose = Choose below, or use `/compare` with other names.
compare-again = Use `/compare` again with names that are clear.
checked-nothing = [That message]({ $link }) names nothing that is or was on the radar. To put something there: `/propose`.
checked = [That message]({ $link }) names { $count ->
    [one] one blip
   *[other] { $count } blips
}:
checked-vote = { $line } · { $vote } is open

## Votes

vote-title = Vote #{ $number }: { $title }
vote-change-add = New on the radar in **{ $to }** · { $quadrant }
vote-change-move = { $from } → **{ $to }**
vote-change-retire = { $from } → **off the radar**
vote-change-return = Back on the radar in **{ $to }**
vote-rebased-in = The blip stands in **{ $ring }** by now: it is put to the vote from there.
vote-rebased-off = The blip is off the radar by now: it is put to the vote from there.
vote-rebased-done = The blip stands there by now: nothing is left to put to the vote.
vote-rebased-gone = The blip is not to join the radar any more: nothing is left to put to the vote.
vote-rebased-meanwhile = It waited, and was put to the vote from where the blip stood then.
vote-proposed = Proposed by { $member }:
vote-proposed-bare = Proposed by { $member }, without a reason.
vote-earlier = The same was asked before: { $proposal }, { $status }.
vote-earlier-link = [#{ $number }]({ $link })
vote-summary = What it is:
vote-rule = **Rule** { $rule }
rule-at-least = at least { $threshold }
rule-all = all
rule = Passes with { $threshold } of { $base } in favor, at least { $in-favor } in favor, and { $quorum }.
rule-quorum-voters = at least { $voters ->
    [one] 1 person
   *[other] { $voters } people
} taking part (abstentions count as taking part, not as votes cast)
rule-quorum-all = the whole electorate taking part (abstentions count as taking part, not as votes cast)
rule-quorum-share = at least { $share } of the electorate taking part (abstentions count as taking part, not as votes cast)
rule-base-cast = the votes cast
rule-base-present = the electorate without those who abstain
rule-base-electorate = the whole electorate
rule-lazy = Passes at the deadline if nobody is against and at least { $seconds ->
    [one] 1 person
   *[other] { $seconds } people
} besides the proposer { $seconds ->
    [one] is
   *[other] are
} in favor.
rule-majority = More must be in favor than against.
vote-left-out = **Left out** { $parties }: they may have an interest of their own in it.
vote-electorate-anyone = **Who votes** Anyone who may use this channel.
vote-electorate-role = **Who votes** Members with the role { $role }.
vote-electorate-counted = **Who votes** Members with the role { $role }; { $count ->
    [one] 1 member
   *[other] { $count } members
} had it when they were last counted.
vote-electorate-counted-departed = **Who votes** Members with the role { $role }; { $count } when they were last counted, { $departed }.
vote-electorate-members = **Who votes** The { $count ->
    [one] 1 member
   *[other] { $count } members
} who had the role { $role } when they were last listed.
vote-electorate-members-departed = **Who votes** The { $count } who were last listed for the role { $role }, { $departed }.
electorate-departed = { $count ->
    [one] 1 of whom voted and no longer has it
   *[other] { $count } of whom voted and no longer have it
}
vote-electorate-list = **Who votes** { $count ->
    [one] 1 member
   *[other] { $count } members
} by name.
vote-electorate-later = **Who votes** Those who may once it is put to the vote.
vote-policy = **Policy** { $policy }
vote-added = { $times ->
    [one] The proposer added:
   *[other] The proposer added { $times } times, lastly:
}
reasons = Reasons
reason-named = **{ $choice }** · { $member }: { $reason }
reason-unnamed = **{ $choice }**: { $reason }
reasons-more = { $count ->
    [one] 1 reason was given
   *[other] { $count } reasons were given
}; in full in `/proposal record proposal:{ $number }`.
concerns-more = And { $count } more: `/proposal record` holds them all.
record-answer = The record of { $proposal } ({ $status }), as a Markdown file.
record-superseded = superseded by #{ $number }
record-context = ## Context and Problem Statement
record-proposed = Proposal { $number } by { $member }, open since { $at }: { $title }, { $change }.
record-member = member { $id }
record-voter = voter { $number }
record-voter-unknown = a voter
record-options = ## Considered Options
record-status-quo = Everything stays as it is
record-outcome = ## Decision Outcome
record-outcome-is = **{ $status }**
record-confirmation = ### Confirmation
record-electors = Electorate: { $opened } at the opening or the last refresh, { $counted } at the count.
record-window = Open from { $opened } until { $closes }.
record-extended-outage = Extended until { $until }: the bot could not hear anybody from { $from } until { $heard }.
record-extended-answered = Extended until { $until }: concern { $number } was answered late.
record-extended-refreshed = Extended until { $until }: the roster was read again.
record-ballots = ### Ballots
record-ballots-secret = The ballots are shown after the close.
record-ballots-none = No ballots were cast.
record-ballots-left-out = **Not complete:** { $count } more ballots do not fit this file. `blipbot dump` has them all.
record-ballot = * { $at }, { $voter }: { $choice }
record-mark = {" "}({ $mark })
record-replaced = replaced by a later ballot
record-voided = voided by a maintainer
record-departed = had left the server or lost the voters' role by the last look; the ballot stands
record-advisory = does not count: not in the electorate when the vote opened
record-forgotten = its member is forgotten, and with them whether it counted; the tally tells what was counted
record-weighed = ## Pros and Cons of the Options
record-concerns-none = No concerns were raised.
record-concern = ### Concern { $number }: { $title } ({ $member }, { $at })
record-concern-open = Not answered.
record-concern-resolved = Resolved by its author at { $at }.
record-concern-overridden = Overridden at { $at } by { $by }:
record-more = ## More Information
record-links = Message: <{ $message }>. Thread, if one was started: <{ $thread }>.
record-edition = Published with the edition { $edition } at { $at }.
record-voided-by = Ballots of one member were voided by { $by }:
record-event = { $at }: `{ $what }` { $detail }
record-trail = Audit trail: { $entries } entries, head `{ $hash }`. `blipbot audit --guild { $guild }` computes it anew.
record-trail-none = The audit trail has no entries.
vote-deadline = **Closes** { $at } ({ $in })
vote-deadline-past = **Closed for votes** { $at }
vote-deadline-later = **Open for** { $duration }, once it is put to the vote.
vote-closed = **Closed** { $at }
vote-tally = In favor { $in-favor } · Against { $against } · Abstain { $abstain }
vote-tally-hidden = Ballots { $count } · The tally is shown after the close
vote-turnout = { $voted } of { $size } have voted.
vote-away = { $count ->
    [one] 1 member is away until after the close, and does not count unless they vote.
   *[other] { $count } members are away until after the close, and do not count unless they vote.
}
vote-recused = { $count ->
    [one] 1 member has recused themselves and does not count.
   *[other] { $count } members have recused themselves and do not count.
}
vote-recused-counted = { $count ->
    [one] 1 member has recused themselves and does not count
   *[other] { $count } members have recused themselves and do not count
}, unless as many have come into the role at the close.
vote-advisory = { $count ->
    [one] 1 ballot is
   *[other] { $count } ballots are
} advisory: cast by members who could not vote when it opened.
vote-voided = Ballots were voided: see the record.
vote-reworded = What is said of it was changed since this vote opened: see **What changed**.
vote-departed = { $count ->
    [one] 1 who voted has
   *[other] { $count } who voted have
} left since. Their ballots stand.
vote-departed-role = { $count ->
    [one] 1 who voted has
   *[other] { $count } who voted have
} left or lost the role since. Their ballots stand.
vote-departed-void = `/proposal void` voids one.
vote-early = It can close early, from { $at } on, once the outcome is certain.
vote-not-early = It closes at the deadline, not before.
vote-held = Held until its concerns are answered, until { $until } at most; no votes are taken meanwhile. `/proposal resolve` and `/proposal override` answer one.
needs-nothing = As it stands, it would pass.
needs-in-favor = To pass it needs { $missing ->
    [one] 1 more
   *[other] { $missing } more
} in favor.
needs-in-favor-most = To pass it needs at most { $missing ->
    [one] 1 more
   *[other] { $missing } more
} in favor: members who are away may not count.
needs-changes = It can only pass if members change their answers.
needs-answers = { $open ->
    [one] 1 concern must
   *[other] { $open } concerns must
} be answered before it closes.
waiting-behind = It is put to the vote when vote #{ $number } on the same blip is over.
waiting-voters = It is put to the vote once it is known who may vote: a maintainer can set a voters' role or a list with `/setup`.
waiting-second = The same was rejected a short while ago, or taken back while at least as many were against it: it is put to the vote once another voter seconds it, or on { $until }.
concerns = Concerns ({ $open } open)
concern-named = **{ $number }. { $title }** · { $member }, { $at }
concern-open = { $concern } · open
concern-resolved = { $concern } · resolved { $answered }
concern-overridden = { $concern } · overridden by { $by }, { $answered }:
extended-outage = Extended by { $by }: the bot could not hear anybody from { $from } until { $until }, and presses made then were lost.
extended-answered = Extended by { $by }: concern { $number } was answered late, and everybody gets time to think again.
extended-refreshed = Extended by { $by }: the roster was read again, and those who came in get time to vote.
update-opened = **Open now:** { $proposal }, { $change }. It waited, and is put to the vote from where the blip stands now. You can vote until { $at }.
update-reminder = **Closing { $in }:** { $proposal }, { $change }. You can vote until { $at }.
reminder-role = Members with the role { $role } vote on it.
reminder-silent = { $count ->
    [0] Everybody has voted.
    [one] 1 member has not voted yet.
   *[other] { $count } members have not voted yet.
}
update-raised = **Concern { $number }: { $title }** · { $member }
update-added = **Added to the reason** · { $member }
update-voided = **Ballots voided:** { $proposal }. { $by } ruled that the ballots of { $whose } up to now do not count. A new one does, if they may still vote. The reason:
update-voided-secret = one member
update-refreshed = **Voters read again:** { $proposal }. { $by } asked for it: { $size ->
    [one] 1 member votes
   *[other] { $size } members vote
} on it now{ $departed ->
    [0] .
    [one] , 1 of whom voted and no longer has the role.
   *[other] , { $departed } of whom voted and no longer have the role.
}
update-resolved = **Concern { $number } is resolved:** { $title }. { $member } took it back.
update-overridden = **Concern { $number } is overridden:** { $title }. { $by } went past it:
update-held = **Held:** { $proposal }. { $open ->
    [one] 1 concern is
   *[other] { $open } concerns are
} open. If none is left by { $until }, the vote opens again; otherwise it is blocked.
update-extended = **New deadline:** { $proposal } closes { $at }. { $why }
update-dropped = **Taken out of the draft:** { $proposal } passed, but { $by } took it out, so the next edition does not carry it out. A maintainer can put it back with `/edition keep`. The reason:
update-kept = **Back in the draft:** { $proposal }. { $by } put it back, after it had been taken out. The next edition carries it out.
a-maintainer = A maintainer
update-conflict = **Conflict:** { $proposal } passed, but the blip has moved since, so no edition can carry it out. Propose it again from where the blip stands now.
vote-again = Posted again { $at }: the message before this one was deleted.
vote-again-thread = Posted again { $at }: the message before this one was deleted. The thread goes on: { $thread }
thread-name = Vote #{ $number }: { $title }
vote-hint = You can change your answer until the vote closes. If the buttons do not work for you: `/vote proposal:{ $number }`.
status-open = Open
status-waiting = Waiting
status-held = Held
status-blocked = Blocked
status-stale = Stale
status-passed = Passed
status-dropped = Passed, then dropped from the draft
status-rejected = Rejected
status-no-quorum = No quorum
status-withdrawn = Withdrawn
status-cancelled = Cancelled
outcome-passed = ✅ Passed
outcome-dropped = ✅ Passed, then dropped from the draft
outcome-rejected = ❌ Rejected
outcome-no-quorum = ⚪ No quorum
outcome-blocked = 🚧 Blocked
outcome-stale = 🕰️ Stale
outcome-withdrawn = ↩️ Withdrawn
outcome-cancelled = 🛑 Cancelled
outcome-passed-next = The change stands in the draft of the next edition: `/edition draft`.
outcome-published = Published with { $edition }.
outcome-dropped-next = { $member } took it out of the draft of the next edition, so nothing changes. It can be proposed again. The reason:
outcome-rejected-next = Everything stays as it is. It can be proposed again.
outcome-rejected-cooldown = Everything stays as it is. It can be proposed again: within { $time } after the close another voter must second it first.
outcome-no-quorum-second = Too few took part, so everything stays as it is. It can be proposed again; since the same was rejected a while before this vote, another voter may have to second it again.
outcome-no-quorum-next = Too few took part, so everything stays as it is. It can be proposed again.
outcome-blocked-next = A concern was not answered in time, so everything stays as it is. It can be proposed again.
outcome-stale-done = The blip stands there already: nothing is left to decide.
outcome-stale-next = The blip moved while the vote was open, so this vote decides nothing. Propose it again from where the blip stands now.
outcome-conflict-next = The blip moved before an edition could carry it out. Propose it again from where the blip stands now.
electors-not-asked = Discord could not be asked who can vote now: the { $opened } of the opening were counted.
electors-more = Electorate { $opened } → { $counted }: so many took part.
electors-fewer = Electorate { $opened } → { $counted }: without { $who }.
electors-gone-counted = those who left or lost the role and had not voted
electors-gone-listed = those who left or were away and had not voted
electors-gone-members = those who left, lost the role or were away and had not voted
electors-recused = { $count } who recused themselves
electors-recused-others = { $count } who recused themselves, and with others who came since
electors-both = { $gone }, and { $recused }
outcome-withdrawn-cooldown = Its proposer took it back while it was being lost. Everything stays as it is. It can be proposed again: within { $time } after that another voter must second it first.
outcome-withdrawn-next = Its proposer took it back. Everything stays as it is.
outcome-cancelled-next = { $member } stopped the vote. Everything stays as it is. The reason:
check-met = ✓ { $check }
check-unmet = ✗ { $check }
check-voters = { $count } taking part, at least { $least } needed
check-majority = { $in-favor } in favor, { $against } against: more must be in favor
check-in-favor = { $count } in favor, at least { $least } needed
check-threshold = { $in-favor } of { $whole } { $base } in favor; { $threshold } of { $whole } is at least { $least }
check-voters-share = { $count } of { $size } taking part; { $share } of { $size } is at least { $least }
check-base-cast = votes cast
check-base-present = electors who do not abstain
check-base-electorate = electors
check-seconds = { $count } besides the proposer in favor, at least { $least } needed
check-against = { $count } against, none allowed
check-threshold-none = No votes cast, so no share in favor
announce-passed = **Passed:** { $what }. It stands in the draft of the next edition.
announce-rejected = **Rejected:** { $what }. Everything stays as it is.
announce-no-quorum = **No quorum:** { $what }. Too few took part; everything stays as it is.
announce-blocked = **Blocked:** { $what }. A concern was not answered in time; everything stays as it is.
announce-stale = **Stale:** { $what }. The blip moved while the vote was open; this vote decides nothing.
announce-withdrawn = **Withdrawn:** { $what }. Its proposer took it back.
announce-cancelled = **Cancelled:** { $what }. { $member } stopped the vote:
announce-what = { $proposal }, { $change }
announce-link = [See the vote]({ $link })

proposed = Your proposal { $proposal } is up for the vote: { $place }
proposed-waiting = Your proposal { $proposal } waits in line: { $place }
proposed-later = Your proposal { $proposal } is stored. Its vote will be posted in { $place }.
proposed-similar = It is a new blip. Names close to it are on the radar already; if you meant one of them, take this back and propose that one:
amended-raised = Your concern { $concern } on { $proposal } is recorded. Discuss it in the vote's thread; take it back with `/proposal resolve proposal:{ $number } concern:{ $concern }`.
amended-resolved = Concern { $concern } on { $proposal } is resolved. The vote takes answers until { $deadline }.
amended-overridden = Concern { $concern } on { $proposal } is overridden, and your reason is shown. The vote takes answers until { $deadline }.
amended-seconded-waits = You seconded { $proposal }. { $waits }
amended-seconded = You seconded { $proposal }: it is put to the vote, until { $deadline }.
amended-voided = The ballots of { $member } on { $proposal } do not count any more. The vote's channel is told so, with your reason. A ballot that { $member } casts from now on counts, if they may still vote.
amended-refreshed = The roster of { $proposal } was read again: { $before } → { $now }{ $departed ->
    [0] .
    [one] , 1 of whom voted and no longer has the role.
   *[other] , { $departed } of whom voted and no longer have the role.
} The vote takes answers until { $deadline }.
away = You are away until { $until }. Where voters are known by name, you do not count until then unless you vote; you can vote and raise concerns as ever. Where a role is counted, you still count: Discord tells me only how many have it. { $votes ->
    [0] No open vote is changed by it.
    [one] It is noted in 1 open vote.
   *[other] It is noted in { $votes } open votes.
} `/away` without `until:` says that you are back.
away-back = You are not away. { $votes ->
    [0] No open vote is changed by it.
    [one] It is noted in 1 open vote.
   *[other] It is noted in { $votes } open votes.
}
reposted = The message of { $proposal } was deleted. It is posted again in { $place }.
reposted-there = The message of { $proposal } is there: { $place }
reposted-waits = The message of { $proposal } is on its way to { $place }. If it does not come, `/setup` shows a maintainer what stands in its way.
amended-added = Your words were added to { $proposal }.
proposed-hint = You can take it back with `/proposal withdraw proposal:{ $number }`.
recorded = Recorded: **{ $choice }** on { $proposal }. You can change it until { $deadline } ({ $in }).
recorded-changed = Recorded: **{ $choice }** on { $proposal }, instead of { $before }. You can change it until { $deadline } ({ $in }).
recorded-same = Recorded: **{ $choice }** on { $proposal }, as before. You can change it until { $deadline } ({ $in }).
recorded-advisory = It is shown as advice and does not count: you could not vote yet when the vote opened.

## Proposals

proposals-title = Proposals ({ $total })
proposals-empty = Nobody has proposed anything yet. Start with `/propose`.
proposals-row = **{ $proposal }**: { $change }
proposals-state-open = Open, closes { $in } · { $tally }
proposals-state-held = Held until its concerns are answered, or until { $until } · { $tally }
proposals-state-behind = Waiting for the end of vote #{ $number } on the same blip
proposals-state-voters = Waiting until it is known who may vote
proposals-state-second = Waiting for another voter to second it; opens { $in } all the same
proposals-state-counted = { $status } { $at } · { $tally }
proposals-state-ended = { $status } { $at }
proposal-mine = You voted **{ $choice }**.
proposal-mine-advisory = You voted **{ $choice }**. It is shown as advice and does not count: you could not vote yet when the vote opened.
proposal-mine-voided = You voted **{ $choice }**. A maintainer ruled that it does not count: `/proposal record` says why.
proposal-mine-voided-open = You voted **{ $choice }**. A maintainer ruled that it does not count: `/proposal record` says why. You can vote again.
proposal-mine-recused = You recused yourself, so you do not count in it.
proposal-mine-recused-open = You recused yourself, so you do not count in it. If you vote after all, you do.
proposal-mine-fixed = You voted **{ $choice }**. It stands, and you can not change it now: { $why }.
proposal-no-vote = You have no vote here: { $why }.
no-vote-role = only members with the role { $role } vote on it
no-vote-list = you are not on the list of those who vote on it
no-vote-excluded = its policy `{ $policy }` leaves you out, since you may have an interest of your own in it
proposal-mine-none-open = You have not voted yet.
proposal-mine-none-advice = You have not voted. An answer of yours would be shown as advice and not count: you could not vote yet when the vote opened.
proposal-mine-none = You did not vote.
proposal-silent = **Not voted yet** { $members }
proposal-silent-none = Everybody has voted.
proposal-link = [Go to the vote]({ $link })
proposal-unposted = The vote's message is on its way to { $channel }.
ended-withdrawn-lost = { $proposal } is withdrawn. It was being lost, so within { $time } another voter must second the same before it is put to the vote again. Its record stays: `/proposal show proposal:{ $number }`.
ended-withdrawn = { $proposal } is withdrawn. Its record stays: `/proposal show proposal:{ $number }`.
ended-cancelled = { $proposal } is cancelled, and the channel is told why. Its record stays: `/proposal show proposal:{ $number }`.
ended-other = { $proposal } has ended. Its record: `/proposal show proposal:{ $number }`.

## Editions

editions-title = Editions ({ $total })
editions-empty = No edition has been published yet.
editions-name = **{ $title }** (`{ $id }`)
editions-name-bare = **{ $title }**
editions-row = { $name } · { $date } · { $blips ->
    [one] 1 blip
   *[other] { $blips } blips
} · { $changes ->
    [0] no changes
    [one] 1 change
   *[other] { $changes } changes
}
edition-scheduled = **By the schedule** the next one comes out { $at } ({ $in }).
digest-title = { $edition }
digest-published = Published { $date }.
digest-summary = { $changes ->
    [0] Nothing changed
    [one] 1 blip changed
   *[other] { $changes } blips changed
}, { $stayed ->
    [0] none stayed where it was.
    [one] 1 stayed where it was.
   *[other] { $stayed } stayed where they were.
}
digest-updated = { $count ->
    [one] Of 1 of them something else is said.
   *[other] Of { $count } of them something else is said.
}
digest-updated-heading = Texts updated ({ $count })
digest-updated-row = **{ $title }** ({ $ring })
digest-corrected = **Corrected** { $at } by { $member }:
digest-left-over = This edition was corrected, and is told in fewer messages now. [It begins here]({ $link }).
digest-founding = The first edition, with { $blips ->
    [one] 1 blip.
   *[other] { $blips } blips.
}
digest-headline = { $kinds }. { $told }
digest-new = { $count } new
digest-moved-in = { $count } moved in
digest-moved-out = { $count } moved out
digest-returned = { $count } returned
digest-retired = { $count } retired
digest-other = { $count } renamed or in another quadrant
digest-quadrant = { $quadrant } ({ $count })
digest-index = In this digest
digest-index-row = **{ $quadrant }** from part { $page }: { $kinds }
digest-entry-new = ★ **{ $title }** is new in **{ $to }**
digest-entry-stays = • **{ $title }** in { $to }
digest-entry-moved-in = ▲ **{ $title }** { $from } → **{ $to }**
digest-entry-moved-out = ▼ **{ $title }** { $from } → **{ $to }**
digest-entry-returned = ↩ **{ $title }** is back in **{ $to }**, last in { $from }
digest-entry-retired = ✕ **{ $title }** left { $from }
digest-entry-renamed = { $entry }, called { $before } before
digest-entry-requadranted = { $entry }, now in { $quadrant } instead of { $before }
digest-entry-voted = { $entry } ({ $vote })
digest-no-reason = No reason was given.
digest-missed = { $count ->
    [one] Another edition came out before, while I could not tell
   *[other] { $count } more editions came out before, while I could not tell
}
digest-missed-row = • **{ $title }** · { $date } · { $changes ->
    [one] 1 change
   *[other] { $changes } changes
}
digest-missed-more = `/edition list` shows those without a button.
digest-hint = `/radar` with a name tells more.
history-title = The history of { $title }
history-nearly = Nothing is called “{ $query }”; this is { $title }.
history-intro = { $steps ->
    [one] One change, from the editions of this radar:
   *[other] { $steps } changes, the newest first, from the editions of this radar:
}
history-row = **{ $edition }** · { $date }
    { $change }
history-stayed = It stayed so in { $editions ->
    [one] the next edition.
   *[other] the next { $editions } editions.
}
reworded-title = What changed about { $title }
reworded-intro = Lines with - were there when vote #{ $number } opened, lines with + are there now, in the radar or in the draft of the next edition. The vote is about the ring.
reworded-nothing = What the radar says of { $proposal } is what it said when the vote opened, or the vote is over.
reworded-name = Title: { $title }
reworded-aliases = Also called: { $aliases }
reworded-tags = Tags: { $tags }
reworded-owner = Owner: { $owner }
reworded-review = Review by: { $date }
reworded-link = Link: { $link }
reworded-related = Related: { $how } { $blip }
diff-title = From { $from } to { $to }
diff-intro = From { $from } to { $to }: { $summary }
draft-title = The next edition
draft-empty = Nothing waits for the next edition. Proposals that pass do: start with `/propose`.
draft-intro = Publishing now would post this:
draft-publish-hint = A maintainer publishes it with `/edition publish`.
draft-left-out = Left out ({ $count })
draft-left-out-why = The blip no longer stands where it stood when these were proposed. They can be proposed again.
draft-left-out-row = { $proposal }: { $change }
draft-edits = Edits ({ $count })
draft-edit = Edit #{ $number } of **{ $title }**: { $what } · { $member }, { $at }
draft-edit-left-out = Edit #{ $number } of **{ $title }**: { $what } · { $member }, { $at }. Left out: the blip will not be on the radar.
draft-dropped = Dropped ({ $count })
draft-dropped-row = { $what }. Dropped by { $member }, { $at }:
words-draft = What the next edition says of **{ $title }**. A press opens it in a form, as it stands in the draft; ring and quadrant are decided by votes.
words-blip = What { $edition } says of **{ $title }**. A press opens it in a form. Where it stands can not be corrected: propose that instead.
words-edition = **{ $edition }** is out. A press opens a form for its title and for what was wrong; with `blip:` I correct what it says of one. The posted digest is edited, and the correction stays recorded.
words-format = The text is Markdown as in the radar's files: a paragraph that says what it is, then `## Strengths` and other headings. An emptied input takes away what it held.
words-too-long = { $count ->
    [one] One part is longer than Discord's forms, or there is no button left for it. Change it in the radar's files.
   *[other] { $count } parts are longer than Discord's forms, or there are no buttons left for them. Change them in the radar's files.
}
input-text = text
input-links = links
input-tags = tags
input-owner = owner
input-review = review date
redrafted-dropped = { $proposal } is taken out of the draft, and the channel is told why. `/edition keep proposal:{ $number }` puts it back while it still fits.
redrafted-stale = { $count ->
    [one] A vote that is open starts from where this would have put the blip, and ends as stale
   *[other] Votes that are open start from where this would have put the blip, and end as stale
}: { $votes }.
redrafted-kept = { $proposal } stands in the draft again.
edit-dropped = Edit #{ $number } of **{ $title }** is taken out of the draft. It stays recorded.
edited = Edit #{ $number } of **{ $title }** stands in the draft: { $what }. `/edition draft` shows it, `/edition drop edit:{ $number }` takes it out again.
corrected = **{ $edition }** is corrected; this is its correction { $number }. `/edition show` tells what was wrong.
corrected-digest = Its digest in { $channel } is edited.
corrected-nowhere = Its digest was not posted here, so there is nothing to edit.
preview-title = Preview: { $title }
preview-intro = Nothing is published yet. **Publish** makes this the current edition; that cannot be undone.
published = **{ $title }** is published. { $summary }
published-digests = Its digest will be posted in { $channel }.
published-nowhere = Its digest is not posted: no channel is set for digests. `/setup digests:` sets one for the next time; `/edition show` tells it now.
schedule-title = The schedule
schedule-none = No schedule is set: an edition comes out when a maintainer publishes it. `/edition schedule when:` sets one, such as `every quarter at 10:00` or a date.
schedule-removed = The schedule is removed. An edition comes out when a maintainer publishes it. If one was announced, the channel is told that it does not come out.
schedule-set = Saved. What waits in the draft then comes out by itself, as `/edition publish` would publish it.
schedule-when = **When** `{ $rule }`, in the time zone `{ $zone }`. { $kind ->
    [once] It happens once.
    [period] That is the first day of each.
    [weekday] That is once in each month.
   *[cron] That is a cron expression: minute, hour, day, month, weekday.
}
schedule-called = **Title** { $title }
schedule-by = **Set by** { $member }, { $at }
schedule-next = **Next**
schedule-row = • { $at } ({ $in })
schedule-told = { $channel } is told a day before.
schedule-late = It comes in less than a day, so it is not announced beforehand.
schedule-nowhere = ⚠ No channel is set for digests: editions come out, and only the maintainers are told. `/setup digests:` sets one.
schedule-hint = /edition schedule when:off removes it. /setup timezone: changes the time zone.
calendar-soon = 📅 **An edition comes out { $in }:** { $at }.
calendar-soon-named = 📅 **{ $title } comes out { $in }:** { $at }.
calendar-waiting = **Waiting for it** { $kinds }. `/edition draft` shows it.
calendar-waiting-none = **Waiting for it** Nothing so far. If it stays so, no edition comes out.
calendar-votes = **Votes that end before it and can still make it**
calendar-vote = • { $vote } { $title }, until { $at }
calendar-votes-more = • and { $count } more: `/proposal list`
calendar-votes-none = **Votes** No open vote ends before it.
calendar-how = `/propose` puts a change to the vote.
calendar-moved = 📅 **Moved:** the edition that was announced for { $date } comes out { $at } ({ $in }) instead.
calendar-called-off = 📅 **Called off:** the edition that was announced for { $date } does not come out then.
calendar-empty = 📅 No edition comes out on { $date }: nothing waited for it.
calendar-empty-next = The next one is due { $at }.
calendar-unannounced = 📅 The edition of { $date } came out by the schedule, and its digest is not posted: no channel is set for digests. `/setup digests:` sets one for the next time; `/edition show` tells it now.
calendar-server = [Go to the server]({ $link })
introduction-title = { $radar }
introduction-hello = From now on new editions are announced here. The current one is **{ $edition }**, published { $date }.
introduction-how = `/radar` asks what the team thinks of a technology, `/propose` puts a change to the vote, `/help` tells the rest.

## Setup and help

setup-title = Setup
setup-changed = Saved. This is how things are now:
setup-digests = **Digests** New editions are announced in { $channel }.
setup-digests-none = **Digests** ⚠ No channel is set, so new editions are not announced. `/setup digests:` sets one.
setup-votes = **Votes** They are posted in { $channel }.
setup-votes-none = **Votes** They are posted where `/propose` is used. `/setup votes:` sets one channel for all.
setup-voters = **Voters** Members with the role { $role }, counted by Discord: shares work, and early closes as long as at most 100 have voted, since each is looked up before. Who gains the role during a vote can vote, but never makes the electorate larger. Who is missing is not known by name.
setup-voters-members = **Voters** Exactly the members who have the role { $role } when a vote opens: shares, early closes and the list of who is missing work. Who gains the role later gives an advisory answer.
setup-voters-list = **Voters** { $count ->
    [0] Nobody is on the list, so no vote can open.
    [one] 1 member by name.
   *[other] { $count } members by name.
} Shares, early closes and the list of who is missing work. `/setup voters-list:True` shows and changes it.
setup-voters-none = **Voters** Anyone who may use the channel. Nobody knows how many they are: no shares of them, no early close, no list of who is missing. `/setup voters:` sets a role, `/setup voters-list:True` a list by name.
setup-threads = **Threads** Each vote has its thread from the start.
setup-threads-none = **Threads** A vote gets its thread with the first concern. `/setup threads:True` starts it with the vote.
setup-timezone = **Time zone** `{ $zone }`, for the dates of editions, schedules and absences. `/setup timezone:` changes it.
setup-theme-light = **Pictures** They are light. `/setup theme:Dark` makes them dark.
setup-theme-dark = **Pictures** They are dark. `/setup theme:Light` makes them light.
setup-policies = **Policies** Changed here: { $policies }. `/setup policy:` shows one.
voters-title = Voters by name ({ $count })
voters-changed = Saved.
voters-not-in-force = No list decides who votes. It does once somebody is added.
voters-empty = Nobody is on the list, so no vote can open. `/setup voters:@everyone` lets anyone vote.
voters-how = Choose up to 25 at a time, as often as you like. Programs, and who has left the server, are not put on the list. A vote that is open keeps the voters it opened with.
voters-add = Add members
voters-remove = Take members off the list
policy-title = Policy { $policy }
policy-changed = Saved. It holds for votes that open from now on.
policy-configured = As the person who runs me configured it.
policy-own = As this server wrote it. An empty text gives the configured one back, or removes a policy that was not configured.
policy-new = There is no policy `{ $policy }` yet. It would begin like this:
policy-times = **Times** Open for { $duration }, no early close before { $open }.
policy-hold = **Concerns** One that is not answered holds the vote, for { $max } at most.
policy-note = **Concerns** They are shown, and stop nothing.
policy-hidden = **Tally** Shown after the close.
policy-secret = **Names** It is not shown who voted how. Whoever runs me can see it.
policy-cooldown = **Again** For { $time } after a rejection the same change needs a second.
policy-proposers-anyone = **Who proposes** Everybody.
policy-proposers-voters = **Who proposes** Those who may vote.
policy-proposers-maintainers = **Who proposes** Maintainers.
policy-max-open = **At once** A member may have { $max } open.
policy-needs-electorate = It counts shares of the electorate: it needs a role or a list of voters.
policy-needs-four = At least four must be able to vote: it needs a role or a list of voters.
setup-maintainers = **Maintainers** Members with the role { $role }, and those with Manage Server. They publish editions and cancel votes.
setup-maintainers-none = **Maintainers** Those with Manage Server. They publish editions and cancel votes. `/setup maintainers:` adds a role.
setup-everyone = To unset a role, give @everyone.
setup-open-votes = A vote that is open keeps the voters it opened with.
setup-waiting = ⚠ **Waiting** I could not say everything:
setup-waiting-cause = • { $cause } Since { $since }: { $what }. { $remedy }
help-title = What I can do
help-intro = I keep the team's technology radar: ask it, vote on changes, publish them as an edition.
help-command = `{ $usage }` { $description }
help-on-message = Menu of a message, under Apps: **{ $command }**. Which technologies the message names, with their rings
help-rule = **How a vote passes** { $rule }
help-duration = A vote is open for { $duration }. Its proposer can withdraw it, a maintainer can cancel it. What passes stands in the draft until a maintainer publishes it.
help-policies = Proposers choose among the policies { $policies }; `adopt` is used for the innermost ring. Maintainers see and change them with `/setup policy:`.
duration-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
duration-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
duration-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
duration-and = { $longer }, { $shorter }
duration-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}

## What waits, for the maintainers

trouble-title = Something waits
trouble-waits = What waits: { $what }.
trouble-channel = [Go to the channel]({ $link })
trouble-state = `/setup` shows all that waits. I tell each cause once.
trouble-channel-gone = The channel { $channel } is gone.
trouble-channel-gone-vote = `/proposal show` shows a vote that was there, `/proposal cancel` stops one that is open. For new ones, `/setup votes:` sets another channel.
trouble-channel-gone-digest = `/setup digests:` sets another channel, and I say it there.
trouble-permission-missing = I may not write in { $channel }.
trouble-permission-missing-then = Give me View Channel, Send Messages, Embed Links and Read Message History there. Then I say it by myself.
trouble-refused = Discord does not take a message of mine for { $channel }.
trouble-refused-then = That is a mistake of mine: tell the person who runs me. I try again once a day.
trouble-unknown = I may have said something in { $channel } already, and cannot find out.
trouble-unknown-then = Look whether it is there. If it is, all is well. If not, give me Read Message History there: then I can see that, and say it. I look again once a day.
trouble-message-gone = The digest in { $channel } was deleted.
trouble-message-gone-then = `/edition show` tells it corrected.
waits-vote = the message of vote #{ $number }
waits-ending = the end of vote #{ $number } in its message
waits-update = what happened to vote #{ $number }
waits-outcome = the outcome of vote #{ $number }
waits-digest = the digest of { $edition }
waits-followers = publishing the digest of { $edition } to followers
waits-calendar = what is told of the schedule of editions
waits-correction = the correction of { $edition }
waits-introduction = the first message about the radar
waits-trouble = a message like this

## The radar's files, while the bot runs

files-broken-title = The radar's files have problems
files-broken = ⚠ **Files** The radar's files changed, but I cannot use them like this. The radar stays as it was.
files-flaw = • { $flaw }
files-written = { $path }:{ $line }: { $text }
files-gone = { $id }: this edition was published and is gone.
files-postponed = { $id }: this edition was published and is dated later now.
files-ring = radar.toml: the ring { $id } is gone, but votes or editions of servers use it.
files-quadrant = radar.toml: the quadrant { $id } is gone, but votes or editions of servers use it.
files-blip = The blip { $id } is gone from the files, but editions of servers change it.
files-edition = { $id }: this edition does not fit beside one of a server.
files-check = `blipbot check` lists all problems. Once they are mended I read the files by myself.
files-restore = Bring back what is gone; `blipbot check` lists all other problems. Then I read the files by myself. A restart takes the files as they are.
files-lost-title = Editions are missing
files-lost = ⚠ **Files** When I started, the radar's files did not have everything any more that came out here. I show the radar without it.
files-lost-restore = Bring the folders back as they were, from a backup or from where the files come from: I read them by myself, and announce nothing twice. If they were taken out on purpose, there is nothing to do.
files-mended-title = The radar's files are right again
files-mended = The problems that I told of are gone. The radar's files are in use.

## Refusals: what is wrong, and what to do next

not-recorded = Not recorded. { $why }
refused-unknown-ring = There is no ring “{ $typed }”. The rings are { $rings }; `retire` takes a blip off the radar.
refused-unknown-quadrant = There is no quadrant “{ $typed }”. The quadrants are { $quadrants }.
refused-no-such-ring = There is no ring “{ $typed }”. The rings are { $rings }.
refused-which-ring = Several rings begin with “{ $typed }”: { $rings }. Use the command again with one of them.
refused-which-quadrant = Several quadrants begin with “{ $typed }”: { $quadrants }. Use the command again with one of them.
refused-no-name = That names no technology. Use the command again and type a name, or some letters of it to choose from what is suggested.
refused-no-such-tag = No blip has the tag “{ $typed }”. The tags are { $names }.
refused-which-tag = Several tags begin with “{ $typed }”: { $names }. Use `/blips` with one of them.
refused-no-such-owner = No blip has the owner “{ $typed }”. The owners are { $names }.
refused-which-owner = Several owners begin with “{ $typed }”: { $names }. Use `/blips` with one of them.
refused-no-tags = No blip has a tag yet. Tags come from the radar's files or `/edition edit`.
refused-no-owners = No blip has an owner yet. Owners come from the radar's files or `/edition edit`.
refused-filter-gone = What this list was made by is not on the radar any more. Use `/blips` again.
refused-same-blip = That is { $title } more than once. Name two different technologies.
refused-compared-gone = One of these is not on the radar any more. Use `/compare` again.
refused-same-ring = { $title } is in { $ring } already. To propose another ring, use `/propose` again.
refused-same-ring-draft = { $title } goes to { $ring } with the next edition already: that vote has passed.
refused-already-retired = { $title } has left the radar already. To bring it back, propose a ring for it.
refused-open-vote = { $title } has an open vote already: { $vote }. Vote there, or wait until it ends.
refused-open-vote-waits = { $title } is proposed already: { $vote } waits to be put to the vote. `/proposal show proposal:{ $number }` says what it waits for.
refused-ambiguous = “{ $typed }” is the name of several blips, so nothing is proposed yet.
refused-nothing-to-retire = “{ $typed }” is not on the radar, so there is nothing to retire.
refused-nothing-to-retire-nearest = Did you mean one of these?
refused-new-both = { $title } is not on the radar yet. A new blip needs a quadrant and a summary: use `/propose` again with `quadrant:` and `summary:`.
refused-new-quadrant = { $title } is not on the radar yet. A new blip needs a quadrant, too: use `/propose` again with `quadrant:`.
refused-new-summary = { $title } is not on the radar yet. A new blip needs a summary, too: use `/propose` again with `summary:`.
refused-new-quadrants = The quadrants are { $quadrants }.
refused-new-nearest = Or did you mean one that is there?
refused-near-row = - { $candidate } · `blip:{ $id }`
refused-again-only = To propose it for { $title }, copy this and send it:
refused-again = To propose it for { $title }, copy this and send it. For another one, change `blip:` as it stands beside its name:
refused-title-empty = A blip needs a title with at least one visible character.
refused-title-long = The title has { $length } characters; at most 80 are allowed. Use a shorter one.
refused-title-characters = The title holds an invisible character or one that turns the direction of the text. Type it again without.
refused-reserved = “{ $typed }” stands for the whole radar, so no blip can be called that. Use another name.
refused-id-taken = The name is too close to { $title }, which has the id `{ $id }`. Use the title { $title } if you mean it, or another name.
refused-text-empty = { $field } has no visible character. Write a few words.
refused-text-long = { $field } is too long: it has { $length } characters, and { $max } characters on 40 lines are allowed. Shorten it.
field-reason = The reason
field-summary = The summary
field-edition-title = The title
field-concern-title = The concern
field-concern-text = The text of the concern
field-note = The note
field-words = The text to search for
refused-announcement = Votes are not posted in announcement channels, since Discord limits how often a message there can change. Use `/propose` in another channel, or have `/setup votes:` set one.
refused-unsuitable = I cannot post in { $channel }: messages cannot be written there. Choose a text channel.
refused-not-seen = I cannot see { $channel }. Give me View Channel there, or choose another channel.
refused-permissions = In { $channel } I lack { $permissions }. Somebody who manages the channel can give me that; then try again.
permission-view-channel = View Channel
permission-send-messages = Send Messages
permission-send-messages-hint = In a thread that is Send Messages in Threads.
permission-embed-links = Embed Links
permission-read-message-history = Read Message History
permission-create-public-threads = Create Public Threads
permission-send-messages-in-threads = Send Messages in Threads
refused-no-proposal = There is no proposal #{ $number }. `/proposal list` shows all.
refused-over = Vote #{ $number } has ended: { $status }. `/proposal show proposal:{ $number }` tells how.
refused-over-counting = Vote #{ $number } has reached its deadline and is being counted.
refused-held = Vote #{ $number } is held until its concerns are answered, until { $until } at most, and takes no votes. Answer the concern first.
refused-not-yet = Proposal #{ $number } is not put to the vote yet.
refused-nothing-to-second = Proposal #{ $number } waits for nobody's second.
refused-own-second = A second must come from another voter than the proposer of #{ $number }.
refused-unknown-policy = There is no policy { $typed }. There are { $names }.
refused-bad-duration = { $typed } can not be the time of a vote. Write for example `72h` or `7 days`: at least { $least }, at most a year.
refused-bad-return = { $typed } can not be the end of an absence. Write a day such as `2027-01-10`, or a time such as `2 weeks`: at most a year from now.
refused-away-of-no-use = That would change nothing: you are in no vote whose voters are known by name. Where a role is counted, Discord tells me only how many have it; where anyone may vote, nobody is waited for.
refused-needs-electorate = The policy `{ $policy }` counts shares of an electorate, and anyone may vote here: set a voters' role with `/setup voters:` or a list with `/setup voters-list:True`, or choose another policy.
refused-secret-uncounted = The policy `{ $policy }` keeps secret who voted how. That needs at least four voters, and where anyone may vote I can not know how many do: set a voters' role with `/setup voters:` or a list with `/setup voters-list:True`, or choose another policy.
refused-too-few-secret = The policy `{ $policy }` keeps secret who voted how. Among fewer than { $least } voters everybody could work it out, and only { $size } may vote. Let more members vote with `/setup`, or choose another policy.
refused-too-few-voters = With the policy `{ $policy }` at least { $least } must vote, and only { $size } may: it could never pass. Choose another policy, or let more members vote with `/setup`.
refused-roster-unread = Discord does not tell me who may vote right now, so no vote is opened. Please try again in a moment.
refused-no-role = This server has no role { $role } any more, so nobody could vote. Set another one with `/setup voters:`.
refused-list-full = The list of voters can have { $max } members at most. Nobody was added. Use a role for more.
refused-no-threads = Messages in { $channel } can have no threads. Choose another channel with `/setup votes:`.
refused-policy-name = “{ $typed }” cannot be the name of a policy. Use small letters, digits and hyphens, a letter first, at most 32 in all.
refused-many-policies = There can be { $max } policies at most. Empty the text of one that is not needed.
refused-policy = The policy `{ $policy }` was not changed:
refused-policy-key = • **{ $key }** = { $typed }: { $expects }
refused-policy-line = • **{ $key }**: { $expects }
policy-expects = { $what ->
    [key] there is no such key.
    [line] write `key = value`, one a line.
    [once] a key can be set once.
    [rule] write `majority` or `lazy`.
    [duration] write a time from { $bound } to a year, such as `7 days`.
    [time] write a time of more than nothing and at most a year, such as `24h`.
    [open] write a time of more than nothing and at most { $bound }, which is how long a vote is open.
    [quorum] write a number of voters from 1 to { $max }, or a share above 0 and at most 1, such as `1/2` or `50%`.
    [share] write a share above 0 and at most 1, such as `2/3` or `75%`.
    [base] write `cast`, `present` or `electorate`.
    [count] write a whole number from 1 to { $max }.
    [limit] write a whole number from 1 to { $max }, or `none`.
    [concerns] write `hold` or `note`.
    [hold] write a time of more than nothing and at most 7 days.
    [tally] write `live` or `hidden`.
    [switch] write `true` or `false`.
    [reminders] write at most 5 times, each once and shorter than { $bound }, such as `1 day, 1h`.
    [cooldown] write a time of at most a year, or `none`.
    [excluded] write at most 25 roles and members by their ids, such as `role:123, member:456`, or `none`.
    [server-role] this server has no such role, or everybody has it. Write the id of a role that some members have.
    [proposers] write `anyone`, `voters` or `maintainers`.
    [majority] this goes with `rule = majority` only.
    [lazy] this goes with `rule = lazy` only.
   *[holding] this goes with `concerns = hold` only.
}
refused-propose-anyone = The policy `{ $policy }` lets everybody propose.
refused-propose-voters = With the policy `{ $policy }` only those propose who may vote.
refused-propose-maintainers = With the policy `{ $policy }` only maintainers propose. Choose another policy, or ask one of them.
refused-too-many-open = You have { $max ->
    [one] a proposal
   *[other] { $max } proposals
} with the policy `{ $policy }` open, which is as many as it allows. Wait until one is over, or take one back with `/proposal withdraw`.
refused-not-listed = Only the members who are listed by name vote here. Ask a maintainer to put you on the list with `/setup`.
refused-excluded = The policy `{ $policy }` leaves you out of this vote, since you may have an interest of your own in it. You can say what you think where it is discussed. If that is a mistake, ask a maintainer to look at `excluded` with `/setup policy:{ $policy }`.
refused-excluded-uncounted = The policy `{ $policy }` needs to know how many may vote, and leaves out a role. Discord tells me only how many have the voters' role, not who of them have the other one, too. Name members instead (`excluded = member:…`), use a list of voters, or choose another policy.
refused-no-concern = Vote #{ $number } has no concern { $concern }. See its concerns with `/proposal show proposal:{ $number }`.
refused-concern-answered = Concern { $concern } on vote #{ $number } was answered before.
refused-not-author = Only { $author }, who raised concern { $concern } on vote #{ $number }, can resolve it. A maintainer can override it, with a reason.
refused-too-many-concerns = Vote #{ $number } has as many concerns as one vote can have. Discuss yours in its thread.
refused-concern-is-advice = You gained the role after vote #{ $number } opened, so what you say there is advice, and a concern of yours can not hold it. Say it in its thread, or ask somebody who votes to raise it.
refused-enough-concerns = You have raised as many concerns in vote #{ $number } as one member can. Discuss more of them in its thread.
refused-too-many-addenda = You have added to the reason of vote #{ $number } as often as one can. Say the rest in its thread.
refused-no-room = Vote #{ $number } can not hold that as well: what was added to it, its concerns and the list of its voters fill it. Say the rest in its thread; if its voters are thousands, `/setup` can name a smaller role.
refused-no-list-now = #{ $number } goes by a list of voters, and the server has none now, so there is nothing to read again: the vote keeps its list. Set one with `/setup` and refresh again.
refused-no-roster = Anyone may vote on #{ $number }: there is no roster to read again.
refused-not-admitted = Only members with the role { $role } vote on this.
refused-not-in-channel = Only members who can see { $channel } vote on this.
refused-not-proposer = Only its proposer can withdraw #{ $number } or add to its reasons. A maintainer can cancel it.
refused-not-maintainer = Only members with the role { $role } and those with Manage Server can do that.
refused-not-maintainer-bare = Only members with Manage Server can do that. They can name others with `/setup maintainers:`.
refused-not-manager = Only members with Manage Server can use `/setup`.
refused-empty-draft = Nothing waits for the next edition, so there is nothing to publish. `/edition draft` shows what would.
refused-draft-changed = The draft has changed since that preview. Nothing is published. Use `/edition publish` again to see it as it is now.
refused-not-in-draft = #{ $number } does not stand in the draft. { $count ->
    [0] No proposal does.
   *[other] In it are { $names }.
}
refused-built-upon = #{ $later } in the draft goes on from where #{ $number } puts the blip. Drop #{ $later } first.
refused-not-dropped = #{ $number } was not dropped from the draft. { $count ->
    [0] No proposal was.
   *[other] Dropped were { $names }.
}
refused-rejected-since = #{ $number } stays out: the same was rejected since, in vote #{ $later } on { $title }. If that was wrong, propose it again.
refused-nothing-to-void = { $member } has no ballot on #{ $number } that counts, so there is nothing to void. `/proposal record` lists the ballots.
refused-fits-no-more = #{ $number } does not fit any more: { $title } no longer stands where it stood. Propose it again from there.
refused-no-edit = Edit #{ $number } does not stand in the draft. { $count ->
    [0] No edit does.
   *[other] In it are { $names }.
}
refused-not-standing = { $title } will not be on the radar with the next edition, so there is nothing to edit. `/propose` brings it back.
refused-not-in-edition = “{ $typed }” is not on the radar in { $edition }. `/edition show` tells what is new there.
refused-words = Nothing was changed:
refused-words-fault = • **{ $input }**, line { $line }: { $why }
refused-typed-kept = Nothing is lost: all that you typed is in the file below. Open the form again with the same button.
refused-words-changed = Somebody changed this since the form was opened, so nothing was changed. All that you typed is in the file below; use the command again to see how it stands now.
refused-nothing-changed = Nothing was changed in the form, so nothing is recorded.
refused-too-many-words = That is more than one edition can hold. Publish what is in the draft first, or change it in the radar's files. All that you typed is in the file below.
words-expects = { $what ->
    [summary] begin with a paragraph that says what it is.
    [section] begin with the heading, such as `## Strengths`.
    [empty] write something under the heading { $typed }, or take the heading away.
    [twice] the heading { $typed } is there already; each may be there once.
    [heading] a heading has 1 to 80 visible characters.
    [link] { $typed } is no link. Write `title | https://address`, one a line.
    [link-title] the title of a link has 1 to 80 visible characters.
    [address] an address begins with `https://` or `http://`, has at most 512 characters, and no spaces or brackets in it.
    [tag] { $typed } is too long: a tag has at most { $tag } characters.
    [tags] there can be { $tags } tags at most.
    [owner] write one line of at most { $owner } characters.
   *[date] { $typed } is no date. Write year-month-day, such as `2027-01-31`.
}
refused-unknown-edition = There is no edition “{ $typed }”.
refused-unknown-edition-newest = The newest ones are { $editions }.
refused-no-edition = No edition of the radar has been published yet. Come back later.
refused-schedule-form = I do not understand “{ $typed }”. Write a date such as `2027-01-15` or `2027-01-15 10:00`; a rhythm such as `every month`, `every quarter at 10:00`, `every half-year`, `every year` or `every first monday at 10:00`; a cron expression of five fields such as `0 9 1 */3 *`; or `off`.
refused-schedule-date = There is no day “{ $typed }”. Write year, month and day, such as `2027-01-15`.
refused-schedule-time = “{ $typed }” is no time of day. Write hours and minutes from `00:00` to `23:59`.
refused-schedule-span = That date is not possible: it must lie between now and { $latest }.
refused-schedule-field = In the cron expression “{ $typed }” is not possible as { $field ->
    [minute] the minute, the first field. It takes one number from 0 to 59.
    [hour] the hour, the second field. It takes one number from 0 to 23.
    [day] the day of the month, the third field. It takes 1 to 31, `L` for the last day, and `15W` for the working day nearest to the 15th; also `*`, lists as `1,15`, ranges as `1-7` and steps as `*/7`.
    [month] the month, the fourth field. It takes 1 to 12 or JAN to DEC; also `*`, lists as `1,7`, ranges as `1-6` and steps as `*/3`.
   *[weekday] the day of the week, the fifth field. It takes 0 to 7 (0 and 7 are Sunday) or SUN to SAT, `MON#1` for the first and `MON#L` for the last Monday of a month; also `*`, lists as `1,3` and ranges as `1-5`.
}
refused-schedule-often = That would be more than once a day. Give one minute and one hour, such as `0 9 * * MON`.
refused-schedule-never = There is no such day in any year, so nothing would ever come out.
refused-no-schedule = No schedule is set. `/edition schedule when:` sets one.
refused-zone = There is no time zone “{ $typed }”. Names are such as `Europe/Berlin`, `America/New_York` or `UTC`.
refused-zone-near = Did you mean { $zones }?

## Usage

usage-guild-only = I only work in servers: use this command in one of its channels.
usage-unknown-command = I do not know that command any more. Restart Discord to see the current ones, or use `/help`.
usage-missing-option = `{ $option }:` is missing. Fill it and try again.
usage-one-of = Fill `{ $one }:` or `{ $other }:`, one of the two.
usage-ill-typed = `{ $option }:` holds something that I cannot read. Choose it again and try once more.
usage-not-a-number = { $number } is not a proposal's number. `/proposal list` shows all.
usage-unknown-theme = “{ $typed }” is not a look of pictures. Choose Light or Dark.
usage-unknown-motion = “{ $typed }” is not a movement. Choose { $names }.
usage-unknown-choice = “{ $typed }” is not an answer. Choose In favor, Against or Abstain.
usage-unreadable = Discord sent me something that I cannot read yet. Try it again; if it happens again, tell the person who runs me.
usage-old-button = This button is of another version of me and does nothing any more. Use the command again to get a new one.

## Failures

failure-internal = Something went wrong on my side. Please try again; if it stays, tell a maintainer this: `{ $reference }`.
failure-busy = Many are changing the same thing right now. Please try again in a moment.
failure-unreachable = Discord does not tell me about that channel right now. Please try again in a moment.

## The picture of the radar: what its shapes mean

picture-alt = The radar of { $edition }: { $blips } technologies in { $rings } rings and { $quadrants ->
    [one] one quadrant
   *[other] { $quadrants } quadrants
}. { $counts }.
picture-alt-count = { $count } { $kind }
# A quadrant by itself, and each of its technologies that has a number in the picture.
picture-alt-quadrant = { $quadrant } on the radar of { $edition }: { $blips ->
    [one] one technology
   *[other] { $blips } technologies
}.
picture-alt-numbered = { $number } { $title } ({ $kind }) in { $ring }.
picture-alt-blip = { $title } ({ $kind }) in { $ring }.
picture-alt-more = And { $count } more.
picture-new = New
picture-moved-in = Moved in
picture-moved-out = Moved out
picture-returned = Returned
picture-unchanged = Unchanged
picture-unnamed = Not named here
