{#
    Print a line for each run of this project, target and place, and for a run that is being published, which schemas
    are swapped. Answer the runs, each with the state of prod. Reads only. A run-operation.
#}
{% macro read_state(limit=50, run=none, context=none) %}
    {%- set state = dbt_wap.get_state(limit, run, exact=true) -%}
    {%- for each in state["runs"] -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(each)) -%}
        {%- do each.update({"prod": dbt_wap.describe_prod(each)}) -%}
        {%- if each["status"] in ["publishing", "publish_interrupted"] -%}
            {%- set states = dbt_wap.pair_states(each) -%}
            {%- for pair in each["schemas"] -%}
                {%- do pair.update({"swapped": states[loop.index0]["swapped"]}) -%}
                {%- set what = " is swapped" if pair["swapped"] else " is not swapped" -%}
                {%- do dbt_wap.say("  " ~ pair["prod"] ~ what) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if run is not none -%}
        {%- do state.update({"found": dbt_wap.find_run(state, "status", run)["run_id"]}) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, state) -%}
{% endmacro %}
