{#
    Return the parked views on one side of the pairs: {relation key of their own name: relation}. A parked view has our
    suffix and is next to the view that takes its place until the publish. A view that prod already had under that name
    when it was cloned does not count. Reads only.
#}
{% macro parked_views(pairs, side, run_id, relations=none) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__parked_views", "dbt_wap")(
            pairs=pairs, side=side, run_id=run_id, relations=relations
        )
    ) -%}
{% endmacro %}
