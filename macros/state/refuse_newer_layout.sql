{# Refuse a state schema whose layout is newer than this package knows. `tables`: from state_tables. Pure. #}
{% macro refuse_newer_layout(tables) %}
    {%- set layout, known = dbt_wap.recorded_layout(tables), dbt_wap.state_layout() -%}
    {%- if layout > known -%}
        {%- do dbt_wap.refuse(
            "state",
            "the state schema " ~ dbt_wap.state_place()["schema"] ~ " was written by a newer dbt-wap (layout " ~ layout
            ~ ", this package knows " ~ known ~ ")",
            next="wap init, after you upgrade dbt-wap; then dbt deps",
            release=false,
        ) -%}
    {%- endif -%}
{% endmacro %}
