{#
    What becomes of a run in which nothing differs but what is ignored or within a tolerance: {publish: whether it is
    published without a question, warnings: [a sentence]}; nothing of the kind for any other run. Pure.
#}
{% macro judge_ignored(entries, verdict) %}
    {%- set names = [] -%}
    {%- for entry in entries if verdict == "pass" -%}
        {%- if entry["status"] == "identical" and entry["publish"] == "replace" -%}
            {%- do names.append(entry["schema"] ~ "." ~ entry["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not names -%} {%- do return({"publish": false, "warnings": []}) -%} {%- endif -%}
    {%- set publish = dbt_wap.get_var("wap_publish_ignored") -%}
    {%- set more = " and " ~ (names | length - 5) ~ " more" if names | length > 5 else "" -%}
    {%- set kept = "the candidate is discarded and prod keeps its values; true publishes them" -%}
    {%- set outcome = "it is published without a question" if publish else kept -%}
    {%- do return(
        {
            "publish": publish,
            "warnings": [
                "nothing differs from prod but what is ignored or within a tolerance, in "
                ~ names[:5] | join(", ") ~ more
                ~ ": " ~ outcome ~ " (var wap_publish_ignored)"
            ],
        }
    ) -%}
{% endmacro %}
