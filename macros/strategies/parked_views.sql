{#
    The cloned views that wait on one side of the pairs for their publish under another name, as {relation key of their
    own name: relation}: views with our suffix beside the ones that stand for them, which prod did not have under that
    name when it was cloned for the run. relations: what is there, where it is at hand. Reads only.
#}
{% macro parked_views(pairs, side, run_id, relations=none) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__parked_views", "dbt_wap")(
            pairs=pairs, side=side, run_id=run_id, relations=relations
        )
    ) -%}
{% endmacro %}
