{# Return a SQL condition: the string contains one of the names as a whole word, in any case, quoted or not. Pure. #}
{% macro contains_name(expression, names) %}
    {%- do return(adapter.dispatch("contains_name", "dbt_wap")(expression=expression, names=names)) -%}
{% endmacro %}

{% macro default__contains_name(expression, names) %}
    {%- do dbt_wap.unsupported("contains_name") -%}
{% endmacro %}

{# Search for a single character first, which is much cheaper than a regular expression. Atomic: yes, reads nothing. #}
{% macro duckdb__contains_name(expression, names) -%}
    {%- set mark = dbt_wap._mark_in(names) -%}
    {%- set pattern -%}
        (^|[^a-z0-9_$])({{ dbt_wap._names_pattern(names) }})([^a-z0-9_$]|$)
    {%- endset -%}
    (
        {%- if mark %}contains({{ expression }}, {{ dbt_wap.text_literal(mark) }}) and {% endif -%}
        regexp_matches({{ expression }}, {{ dbt_wap.text_literal(pattern) }}, 'i')
    )
{%- endmacro %}

{# REGEXP_LIKE has to match the whole string. Atomic: yes, reads nothing. #}
{% macro snowflake__contains_name(expression, names) -%}
    {%- set mark = dbt_wap._mark_in(names) -%}
    {%- set pattern -%}
        (.*[^a-z0-9_$])?({{ dbt_wap._names_pattern(names) }})([^a-z0-9_$].*)?
    {%- endset -%}
    (
        {%- if mark %}contains({{ expression }}, {{ dbt_wap.text_literal(mark) }}) and {% endif -%}
        regexp_like({{ expression }}, {{ dbt_wap.text_literal(pattern) }}, 'is')
    )
{%- endmacro %}

{% macro _names_pattern(names) %}
    {%- set escaped = [] -%}
    {%- for name in names -%} {%- do escaped.append(modules.re.escape(name)) -%} {%- endfor -%}
    {%- do return(escaped | join("|")) -%}
{% endmacro %}

{#
    Return a character that all names contain and that has no upper or lower case, such as the underscore of audit_, or
    none. Pure.
#}
{% macro _mark_in(names) %}
    {%- set marks = [] -%}
    {%- for mark in names[0] if mark | upper == mark | lower -%}
        {%- set without = [] -%}
        {%- for name in names if mark not in name -%} {%- do without.append(name) -%} {%- endfor -%}
        {%- if not without -%} {%- do marks.append(mark) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(marks[0] if marks else none) -%}
{% endmacro %}
