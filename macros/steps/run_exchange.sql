{#
    The one exchange of a publish (exchange, swap_schema) and of rollback: prod becomes what `change` says (of
    exchange_statements, with step, run, keys, seen and record, the statements that say that it is done). In one
    transaction where the engine has one. Else what comes before the exchange takes its time, so prod is looked at once
    more, and the record comes last.
#}
{% macro run_exchange(run, change, force) %}
    {%- if dbt_wap.strategy_traits()["atomic"] == "all" -%}
        {%- do dbt_wap.execute_statements(dbt_wap.all_statements(run, change)) -%}
    {%- else -%}
        {%- do dbt_wap.execute_statements(change["prepare"]) -%}
        {%- if change["step"] == "publish" -%}
            {%- do change.update({"seen": dbt_wap.check_drift(dict(change["run"], status="publishing"), force)}) -%}
            {%- set archived = dbt_wap.archived_statements(run, change) -%}
            {%- do dbt_wap.hold_lock("publish") -%}
            {%- do dbt_wap.execute_statements(archived + change["exchange"]) -%}
        {%- else -%}
            {%- do dbt_wap.check_late_writes(run, change["keys"], force) -%}
            {%- do dbt_wap.hold_lock("rollback") -%}
            {%- do dbt_wap.execute_statements(change["begin"] + change["exchange"]) -%}
            {%- set states = change["states"] | selectattr("candidate") | list -%}
            {%- do dbt_wap.match_grants(run, states, "candidate", back=true) -%}
        {%- endif -%}
        {%- do dbt_wap.execute_statements(change["record"]) -%}
    {%- endif -%}
{% endmacro %}
