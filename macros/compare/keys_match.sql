{#
    The test that the rows `one`, which has the key in the form that is compared, and `other`, which has it as value_of
    gives it, have the same key: `keys` as in get_comparison. Returns SQL text.
#}
{% macro keys_match(keys, one, other) %}
    {%- for column in keys -%}
        {%- set value = other ~ "." ~ column["id"] -%}
        {{ one }}.{{ column["id"] }} = {{ dbt_wap.form_of(column, value) }}{{ " and " if not loop.last }}
    {%- endfor -%}
{% endmacro %}
