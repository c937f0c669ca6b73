{#
    The INSERT of one event of a run, and the status that it leads to by the table of transitions, which the run (of
    get_state) has from then on. Refuses an event that may not come from the run's status or lacks what it must carry.
    The statement itself fails when the lock is not ours any more, so the numbers of a run's events are unique.
#}
{% macro event_statement(run, event, context, detail={}) %}
    {%- set rule = dbt_wap.transitions()[event] -%}
    {%- set status = rule["to"] or run["status"] -%}
    {%- if (run["status"] or "none") not in (rule["from"] or ["none"]) -%}
        {%- do dbt_wap.refuse(
            event,
            "run " ~ run["run_id"] ~ " is " ~ (run["status"] or "not open") ~ ", which cannot become " ~ status,
            next="wap status " ~ run["run_id"],
            prod=dbt_wap.describe_prod(run),
        ) -%}
    {%- endif -%}
    {%- for name in rule["carries"] if name not in detail -%}
        {%- do dbt_wap.refuse(event, "the event " ~ event ~ " needs " ~ name, next="wap status " ~ run["run_id"]) -%}
    {%- endfor -%}
    {%- do run.update({"status": status}) -%}
    {%- do return(
        dbt_wap.insert_statement(
            "events",
            [
                [
                    project_name,
                    run["run_id"],
                    {"sql": dbt_wap._next_seq_sql()},
                    dbt_wap.utc_now(),
                    event,
                    status,
                    dbt_wap.actor_of(context),
                    tojson(detail),
                ]
            ],
        )
    ) -%}
{% endmacro %}

{# The next number of an event; a cast that cannot be done where the lock is not ours. #}
{% macro _next_seq_sql() %}
    {%- set sql -%}
        (select coalesce(max(seq), 0) + 1 from {{ dbt_wap.state_table("events") }})
        + cast(
            (
                select case when count(*) = 1 then '0' else 'the lock of dbt-wap was taken over' end
                from {{ dbt_wap.state_table(dbt_wap.lock_name()) }}
                where token = {{ dbt_wap.text_literal(dbt_wap.lock_token()) }}
            ) as bigint
        )
    {%- endset -%}
    {%- do return(sql) -%}
{% endmacro %}
