{#
    Return the parts of a refusal during a publish: {prod, back: the command that undoes the publish, or none, code}.
    Pure.
#}
{% macro recovery_hint(run) %}
    {%- set half = run["schemas"] | length < run["all_schemas"] | length -%}
    {%- set prepared = "preparing" in run["events"] | map(attribute="event") | list -%}
    {%- set begun = prepared or run["status"] in ["publishing", "publish_interrupted"] -%}
    {%- set back = "wap discard " ~ run["run_id"] if begun else none -%}
    {%- do return(
        {
            "prod": "published in some schemas only; see wap status" if half else "unchanged",
            "back": "wap rollback " ~ run["run_id"] if half else back,
            "code": "interrupted" if half else "stale",
        }
    ) -%}
{% endmacro %}
