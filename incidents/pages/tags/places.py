"""Template filters for addresses."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ...record import document as d
from .. import addresses

register = template.Library()


@register.filter
def page_of(public_id: str) -> str:
    return addresses.page_of(public_id)


@register.filter
def edition_page(public_id: str, number: int) -> str:
    return addresses.edition_page(public_id, number)


@register.filter
def json_of(public_id: str) -> str:
    return addresses.json_of(public_id)


@register.filter
def edition_json(public_id: str, number: int) -> str:
    return addresses.json_of(public_id, number)


@register.filter
def linked(ref: d.Ref) -> SafeString:
    """A subject by its name, leading to its page; isolated, since its script may run the other way."""
    if not ref.id:  # a preview names what is not public yet
        return format_html("<bdi>{}</bdi>", ref.name)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', addresses.page_of(ref.id), ref.name)


@register.filter
def web_address(url: str | None) -> str:
    """An address that may be linked; empty for anything but the web, such as ``javascript:``."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""
