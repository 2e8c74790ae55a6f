"""`{% translate "…" %}` whose words stand in the page as they are: looked up once a language. A page has a hundred."""

from django import template
from django.template.base import FilterExpression, Node
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class Said(Node):
    """Words that nothing in the context changes."""

    def __init__(self, node: TranslateNode):
        self.node = node
        self.said: dict[tuple[str | None, bool], str] = {}

    def render(self, context) -> str:
        key = (get_language(), context.autoescape)
        if key not in self.said:
            self.said[key] = self.node.render(context)
        return self.said[key]


@register.tag
def translate(parser, token) -> Node:
    node = do_translate(parser, token)
    return Said(node) if _is_constant(node) else node


def _is_constant(node: TranslateNode) -> bool:
    said = [node.filter_expression, *([node.message_context] if node.message_context else [])]
    return node.asvar is None and all(_is_literal(each) for each in said)


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.filters and getattr(expression.var, "literal", None) is not None
