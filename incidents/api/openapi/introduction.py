"""The first page of the API documentation."""

from django.utils.translation import gettext_lazy as _

INTRODUCTION = _(
    """Armed-conflict incidents: who did what to whom, where, when, according to whom.

**Claims before conclusions.** A figure, an attribution, a weapon, a place or a time is a *claim* by somebody, carried
by a report. What the analysts conclude stands beside the claims and names those it rests on. `null` is unknown, `0`
is none; *alleged* is not *assessed*.

**States of the record.** Everything public is an edition in an append-only log. Each answer says in which state it
was given (`Record-Sequence`, and the head of the hash chain in `Record-Head`). `as_of` reads any past state; a
`cursor` keeps its state, so that corrections never move rows between pages.

**Lists** answer `{"next", "previous", "results"}`, 100 documents a page unless `limit` says otherwise, at most 1,000.
Parameters that may hold several values take them parted by commas and mean any of them; parameters together narrow.
What is unknown or malformed is refused with the nearest known name, never ignored.

**What is gone** (retracted, merged, withheld) answers 410 with its tombstone; its editions stay listed.

**Errors** are problem documents (RFC 9457). **Caching:** send back the `ETag` in `If-None-Match`; an unchanged answer
is a 304 without a body. Codes and messages follow `Accept-Language`; documents carry all their languages.

Reading needs no account. It is shared fairly: see the `RateLimit` header; a token reads faster."""
)
