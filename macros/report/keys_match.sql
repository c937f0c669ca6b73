{# The test that the rows `one` and `other` have the same key: `keys` as in get_comparison. Returns SQL text. #}
{% macro keys_match(keys, one, other) %}
    {%- set tests = [] -%}
    {%- for column in keys -%}
        {%- do tests.append(one ~ "." ~ column["id"] ~ " = " ~ other ~ "." ~ column["id"]) -%}
    {%- endfor -%}
    {%- do return(tests | join(" and ")) -%}
{% endmacro %}
