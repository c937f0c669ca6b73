{#
    What a refusal in the middle of a publish says: {prod, back: the command or none, code}. run: with the schemas that
    are still to be swapped, and all_schemas. Pure.
#}
{% macro recovery_hint(run) %}
    {%- set half = run["schemas"] | length < run["all_schemas"] | length -%}
    {%- set prepared = "preparing" in run["events"] | map(attribute="event") | list -%}
    {%- set begun = prepared or run["status"] in ["publishing", "publish_interrupted"] -%}
    {%- set back = "wap discard " ~ run["run_id"] if begun else none -%}
    {%- do return(
        {
            "prod": "the candidate in some schemas, see wap status" if half else "unchanged",
            "back": "wap rollback " ~ run["run_id"] if half else back,
            "code": "interrupted" if half else "stale",
        }
    ) -%}
{% endmacro %}
