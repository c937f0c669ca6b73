{# run-operation: hands the state of this project to the runner; by hand it prints a line a run. Reads only. #}
{% macro read_state(limit=50, ignore_lock=none, run=none, context=none) %}
    {%- set state = dbt_wap.get_state(limit, ignore_lock, run) -%}
    {%- for run in state["runs"] -%} {%- do dbt_wap.say(dbt_wap.describe_run(run)) -%} {%- endfor -%}
    {%- do dbt_wap.answer(context, state) -%}
{% endmacro %}
