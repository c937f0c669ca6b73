{#
    Where the data of a run and the prod before it are now, a pair each: [{database, prod, audit, archive, swapped:
    prod is the candidate, candidate: the schema with the run's data or none, old: the schema with the prod before,
    or none}]. Reads only.
#}
{% macro pair_states(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__pair_states", "dbt_wap")(run=run)) -%}
{% endmacro %}
