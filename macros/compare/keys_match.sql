{#
    The test that the rows `one`, which has the key in the form that is compared, and `other`, which has it as value_of
    gives it, have the same key: `keys` as in get_comparison. Returns SQL text.
#}
{% macro keys_match(keys, one, other) %}
    {%- set tests = [] -%}
    {%- for column in keys -%}
        {%- do tests.append(one ~ "." ~ column["id"] ~ " = " ~ dbt_wap.form_of(column, other ~ "." ~ column["id"])) -%}
    {%- endfor -%}
    {%- do return(tests | join(" and ")) -%}
{% endmacro %}
