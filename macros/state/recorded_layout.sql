{#
    Return the layout of a state schema: N for the newest of its marker tables layout_N, 0 if it has none. `tables`:
    from state_tables. Pure.
#}
{% macro recorded_layout(tables) %}
    {%- set found = [0] -%}
    {%- for name in tables if name.startswith("layout_") -%}
        {%- do found.append(name[7:] | int) -%}
    {%- endfor -%}
    {%- do return(found | max) -%}
{% endmacro %}
