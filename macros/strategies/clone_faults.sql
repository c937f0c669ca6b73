{#
    What of the prod schemas is not in their clones as it should be, in sentences; [] when the clone is whole.
    items: as clone_statements got them. Reads only.
#}
{% macro clone_faults(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__clone_faults", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
