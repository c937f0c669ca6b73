{#
    A text as the report holds it, of at most 200 characters: of a longer one, they are followed by the md5 and the
    length of the whole, which parse_truncated reads. Returns SQL text.
#}
{% macro truncated_text(text) -%}
    case
        when length({{ text }}) > 200
        then left({{ text }}, 200) || md5({{ text }}) || length({{ text }})
        else {{ text }}
    end
{%- endmacro %}
