{#
    Return SQL that cuts a string to 200 characters for the report. The md5 and the length of the whole string follow a
    cut one; parse_truncated reads them. Pure.
#}
{% macro truncated_text(text) -%}
    case
        when length({{ text }}) > 200
        then left({{ text }}, 200) || md5({{ text }}) || length({{ text }})
        else {{ text }}
    end
{%- endmacro %}
