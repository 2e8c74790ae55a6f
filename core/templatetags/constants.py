"""`{% translate %}`, `{% url %}`, `{% static %}` of what stands in the template itself: made once, a page has many."""

from django import template
from django.template.base import FilterExpression, Node
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode, do_static
from django.utils.translation import get_language

register = template.Library()


class Constant(Node):
    """What nothing in the context changes."""

    def __init__(self, node: Node):
        self.node = node
        self.made: dict[tuple[str | None, bool], str] = {}

    def render(self, context) -> str:
        key = (get_language(), context.autoescape)
        if key not in self.made:
            self.made[key] = self.node.render(context)
        return self.made[key]


@register.tag
def translate(parser, token) -> Node:
    node = do_translate(parser, token)
    return Constant(node) if _says_the_same(node) else node


@register.tag
def url(parser, token) -> Node:
    node = do_url(parser, token)
    return Constant(node) if _leads_to_the_same(node) else node


@register.tag
def static(parser, token) -> Node:
    node = do_static(parser, token)
    return Constant(node) if _is_the_same_file(node) else node


def _says_the_same(node: TranslateNode) -> bool:
    said = [node.filter_expression, *([node.message_context] if node.message_context else [])]
    return node.asvar is None and all(_is_literal(each) for each in said)


def _leads_to_the_same(node: URLNode) -> bool:
    return node.asvar is None and not node.args and not node.kwargs and _is_literal(node.view_name)


def _is_the_same_file(node: StaticNode) -> bool:
    return node.varname is None and _is_literal(node.path)


def _is_literal(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    # A text alone, or one that is said in the reader's language.
    return isinstance(expression.var, str) or getattr(expression.var, "literal", None) is not None
