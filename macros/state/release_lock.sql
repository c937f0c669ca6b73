{# run-operation: drops the lock whose id is given (`wap unlock`, and the runner at its end). No lock: nothing to do. #}
{% macro release_lock(token, context=none) %}
    {%- set state = dbt_wap.get_state(1) -%}
    {%- if state["lock"] -%}
        {%- if state["lock"]["token"] != token -%}
            {%- do dbt_wap.refuse(
                "unlock",
                'the lock has the id "' ~ state["lock"]["token"] ~ '", not "' ~ token ~ '"',
                next="wap unlock " ~ state["lock"]["token"],
                code="locked",
            ) -%}
        {%- endif -%}
        {%- do dbt_wap.execute_statements(["drop table " ~ dbt_wap.state_table(dbt_wap.lock_name())]) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"released": state["lock"]}) -%}
{% endmacro %}
