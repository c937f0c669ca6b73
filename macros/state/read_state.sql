{#
    run-operation: hands the state of this project to the runner; by hand it prints a line a run. Of a run that is being published it
    says of each schema whether it is swapped. Reads only. #}
{% macro read_state(limit=50, ignore_lock=none, run=none, context=none) %}
    {%- set state = dbt_wap.get_state(limit, ignore_lock, run) -%}
    {%- for run in state["runs"] -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(run)) -%}
        {%- if run["status"] in ["publishing", "publish_interrupted"] -%}
            {%- set states = dbt_wap.pair_states(run) -%}
            {%- for pair in run["schemas"] -%}
                {%- do pair.update({"swapped": states[loop.index0]["swapped"]}) -%}
                {%- do dbt_wap.say("  " ~ pair["prod"] ~ (" is the candidate" if pair["swapped"] else " is as before")) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(context, state) -%}
{% endmacro %}
