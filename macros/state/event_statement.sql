{#
    Return the INSERT of an event of a run, and set the run's status to the one that the event leads to by the table of
    transitions. With a `context`, the detail also has the door and the identity of the person. Refuse an event that is
    not allowed in the run's status or whose detail is incomplete. The INSERT fails if this process does not have the
    lock of the run's environment or, for an event about prod, the lock of prod.
#}
{% macro event_statement(run, event, context, detail={}) %}
    {%- set rule = dbt_wap.transitions()[event] -%}
    {%- set status = rule["to"] or run["status"] -%}
    {%- if (run["status"] or "none") not in (rule["from"] or ["none"]) -%}
        {%- do dbt_wap.refuse(
            event,
            "run " ~ run["run_id"] ~ " is " ~ dbt_wap.status_words(run["status"] or "not open") ~ " and cannot become "
            ~ dbt_wap.status_words(status),
            next="wap status " ~ run["run_id"],
            prod=dbt_wap.describe_prod(run),
        ) -%}
    {%- endif -%}
    {%- for name in rule["carries"] if name not in detail -%}
        {%- do dbt_wap.refuse(event, "the event " ~ event ~ " needs " ~ name, next="wap status " ~ run["run_id"]) -%}
    {%- endfor -%}
    {%- do run.update({"status": status}) -%}
    {%- set person = dbt_wap.person_of(context) if context else {} -%}
    {%- set claim = {"door": person["door"], "identity": person["identity"]} if person else {} -%}
    {%- do return(
        dbt_wap.insert_statement(
            "events",
            [
                [
                    project_name,
                    run["run_id"],
                    {"sql": dbt_wap._next_seq_sql("" if rule["of_prod"] else run["env"] or "")},
                    dbt_wap.utc_now(),
                    event,
                    status,
                    dbt_wap.actor_of(context),
                    tojson(dict(claim, **detail)),
                ]
            ],
        )
    ) -%}
{% endmacro %}

{# Return the expression for the number of the next event. Its cast fails if the lock belongs to another process. #}
{% macro _next_seq_sql(env) %}
    {%- set sql -%}
        (select coalesce(max(seq), 0) + 1 from {{ dbt_wap.state_table("events") }})
        + cast(
            (
                select case when count(*) = 1 then '0' else 'the lock of dbt-wap was taken over' end
                from {{ dbt_wap.state_table(dbt_wap.lock_name(env)) }}
                where token = {{ dbt_wap.text_literal(dbt_wap.lock_token()) }}
            ) as bigint
        )
    {%- endset -%}
    {%- do return(sql) -%}
{% endmacro %}
