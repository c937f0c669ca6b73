{# The INSERT of one event: what happened to a run, by whom, and the status that the run has from then on. #}
{% macro event_statement(run_id, event, status, actor, detail={}) %}
    {%- set next_seq = "(select coalesce(max(seq), 0) + 1 from " ~ dbt_wap.state_table("events") ~ ")" -%}
    {%- do return(
        dbt_wap.insert_statement(
            "events",
            [
                [
                    project_name,
                    run_id,
                    {"sql": next_seq},
                    dbt_wap.utc_now(),
                    event,
                    status,
                    actor,
                    tojson(detail),
                ]
            ],
        )
    ) -%}
{% endmacro %}
