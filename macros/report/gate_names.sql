{# The gates, in the order in which reports show them. Pure. #}
{% macro gate_names() %}
    {%- do return(
        ["max_removed", "max_changed", "max_growth", "max_null_increase", "allow_dropped_columns", "allow_retyped_columns", "allow_lost_constraints", "min_rows", "freshness"]
    ) -%}
{% endmacro %}
