{#
    Refuses (code stale; interrupted where the publish has not ended) when what a rollback would bring back is not what
    the publish archived. states: of pair_states. No flag gets past it: prod would be something that nobody has seen.
    Reads only.
#}
{% macro check_archive(run, states) %}
    {%- set left, remembered = states | selectattr("swapped") | list, {} -%}
    {%- set prods = dbt_wap.place_keys(left, "prod") -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run["run_id"], "archived").items()
        if dbt_wap.schema_key(entry["database"], entry["schema"]) in prods
    -%}
        {%- do remembered.update({key: entry}) -%}
    {%- endfor -%}
    {%- set now = dbt_wap.archived_now(left) -%}
    {%- set moved = dbt_wap.compare_fingerprints(remembered, now) -%}
    {%- for key in dbt_wap.unchanged_since(moved, remembered, now, dbt_wap.relations_of(left, "old")) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- if moved -%}
        {%- set what = "the archive is not what the publish of run " ~ run["run_id"] ~ " put there" -%}
        {%- set what = what ~ ", so prod would not be what it was: " ~ moved.values() | join("; ") -%}
        {%- if not run["events"] | selectattr("event", "equalto", "published") | list -%}
            {%- do dbt_wap.refuse(
                "rollback",
                what,
                prod="as the publish has left it, see wap status",
                next="wap publish " ~ run["run_id"],
                code="interrupted",
            ) -%}
        {%- endif -%}
        {%- do dbt_wap.refuse(
            "rollback",
            what,
            prod="as published",
            next="wap rollback " ~ run["run_id"]
            ~ ", once the archive is as it was; if it cannot be, prod stays as published: wap run",
            code="stale",
        ) -%}
    {%- endif -%}
{% endmacro %}
