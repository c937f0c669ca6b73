{#
    Return SQL that tests whether two rows have the same key: `one` has it in compared form, `other` as value_of returns
    it. `keys`: from get_comparison. Pure.
#}
{% macro keys_match(keys, one, other) %}
    {%- for column in keys -%}
        {%- set value = other ~ "." ~ column["id"] -%}
        {{ one }}.{{ column["id"] }} = {{ dbt_wap.form_of(column, value) }}{{ " and " if not loop.last }}
    {%- endfor -%}
{% endmacro %}
