{#
    Return what happens to a run whose only differences are ignored or within a tolerance: {publish: whether it is
    published without approval, warnings: [sentence]}. Other runs get no warning. Pure.
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
    {%- set kept = "the candidate is discarded and prod keeps its values; to publish the new values, set" -%}
    {%- set kept = kept ~ " the var wap_publish_ignored to true" -%}
    {%- set outcome = "published without approval (var wap_publish_ignored)" if publish else kept -%}
    {%- do return(
        {
            "publish": publish,
            "warnings": [
                "only ignored columns or values within a tolerance differ from prod, in "
                ~ names[:5] | join(", ") ~ more
                ~ ": " ~ outcome
            ],
        }
    ) -%}
{% endmacro %}
