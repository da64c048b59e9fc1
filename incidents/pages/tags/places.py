"""Template filters for addresses."""

from django import template

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
