{#
    Return where the run's data and old prod are now, for each pair: [{database, prod, audit, archive, swapped: whether
    prod is the candidate, candidate: the schema with the run's data, or none, old: the schema with the prod from before
    the run, or none}]. Reads only.
#}
{% macro pair_states(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__pair_states", "dbt_wap")(run=run)) -%}
{% endmacro %}
