"""Published figures as text."""

from django import template

from kecamatan.public_page import cell_text

register = template.Library()

register.filter("cell", cell_text)
